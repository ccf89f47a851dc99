"""A year of the sample league: planned, invited, held, written down, followed, told.

One test, because each step lives on what the one before left. Nothing is put into the database
past the screens: what happens, happens in a browser, by mail over SMTP or in the worker.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.browser.conftest import log_in
from tests.browser.test_circle import activate, item
from tests.browser.the_year import League, calendar_answer, calendar_of, text_of

from sprengel.cli.league import LOGINS
from sprengel.cli.league_files import TEXTS_END_ON

OFFICE, MAYOR, PRESS = LOGINS
TOPIC = "Barrierefreie Wahllokale"
POINT = "Unterbringung von Geflüchteten"
SAID = (
    "Ministerialdirigentin Leonore Quast vom Migrationsministerium sagte zu, bis Ende Oktober 2027 "
    "einen Entwurf für die neue Pauschale vorzulegen. Die Oberbürgermeister forderten das Land auf, "
    "die Kosten leer stehender Unterkünfte vollständig zu erstatten."
)
PROMISE = "einen Entwurf für die neue Pauschale vorzulegen"
DECISION = "Der OB-Sprengel setzt eine Arbeitsgruppe Unterbringung ein."
TASK = "Lindach stellt die leer stehenden Unterkünfte der Mitgliedsstädte zusammen."
STATE = "Elf Städte haben gemeldet, zwölf fehlen noch."
HEADLINE = "Oberbürgermeister beraten über Unterbringung"


@pytest.fixture
def league(tmp_path: Path, browser: Browser) -> Iterator[League]:
    league = League(tmp_path / "data")
    try:
        league.begin(max(date.today(), TEXTS_END_ON))
        yield league
    finally:
        league.end()


@pytest.fixture
def office(browser: Browser, league: League) -> Iterator[Page]:
    context = new_context(browser, league)
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    yield page
    context.close()


def new_context(browser: Browser, league: League) -> BrowserContext:
    context = browser.new_context(base_url=league.url, locale="de-DE", accept_downloads=True)
    context.set_default_timeout(20_000)
    return context


@pytest.mark.soffice
def test_a_year(
    browser: Browser, league: League, office: Page, soffice: str, tmp_path: Path
) -> None:
    base = plan_like_the_last(office)
    first = invite(league, office, base)
    answer_by_link(browser, league, mail_to(first, "hohenfurt"), "Ich nehme teil")
    answer_by_calendar(league, office, base, mail_to(first, "lindach"))
    day = move(league, office, base, first)

    hand_in_a_topic(browser, league, base)
    agenda(office, base)
    brief(league, office, base)

    league.move_on_to(day)
    at_the_door(office, base)
    write_minutes(office, base, due=day + timedelta(days=30))
    fix_minutes(office, base)
    review(office, base)
    task = matter_of_the_task(office)

    ask_and_take_over(browser, league, office, task)
    report(office, soffice, tmp_path)
    became(office, base)
    press(browser, league, office, base)

    league.move_on_to(day + timedelta(days=60))
    next_session(office, base)


# ── Planned and invited ───────────────────────────────────────────────────────────────────────


def plan_like_the_last(page: Page) -> str:
    """The next session of the series; its address."""
    page.goto("/sitzungen/")
    page.get_by_role("link", name="Sitzungen des OB-Sprengels Musterland", exact=True).click()
    page.get_by_role("link", name="Wie die letzte").click()
    expect(page.get_by_label("Titel")).to_have_value(re.compile("Sitzung des OB-Sprengels in "))
    page.get_by_role("button", name="Sitzung eintragen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sitzung des OB-Sprengels in ")
    base = "/sitzungen/" + page.url.split("/sitzungen/")[1].split("/")[0] + "/"
    page.goto(base + "tagesordnung/")
    expect(page.locator("[data-title='Bericht des Verbandes']")).to_be_visible()
    return base


def invite(league: League, page: Page, base: str) -> list[EmailMessage]:
    page.goto(base + "teilnahme/")
    page.get_by_role("link", name="Einladen", exact=True).click()
    page.get_by_role("button", name="Mail ansehen").click()
    button = page.get_by_role("button", name=re.compile(r"\d+ Einladungen absenden"))
    count = int(button.inner_text().split()[0])
    title = page.locator(".page-head__over").inner_text()
    button.click()
    expect(page.locator("main")).to_contain_text("keine Antwort")
    league.deliver(lambda: len(league.postbox.about(title)) >= count)
    mails = league.postbox.about(title)
    assert len({str(mail["To"]) for mail in mails}) == len(mails) == count
    events = [calendar_of(mail) for mail in mails]
    assert {method for method, _event in events} == {"REQUEST"}
    assert len({str(event["UID"]) for _method, event in events}) == 1
    assert {int(event["SEQUENCE"]) for _method, event in events} == {0}
    return mails


def mail_to(mails: list[EmailMessage], city: str) -> EmailMessage:
    return next(mail for mail in mails if f"rathaus@{city}." in str(mail["To"]))


def answer_by_link(browser: Browser, league: League, mail: EmailMessage, words: str) -> None:
    """Nobody logs in for this."""
    link = re.search(rf"{league.url}/a/einladung/\S+", text_of(mail))
    assert link is not None
    context = new_context(browser, league)
    page = context.new_page()
    page.goto(link[0])
    page.get_by_label(words, exact=True).check()
    page.get_by_role("button", name=re.compile("Antwort (absenden|ändern)")).click()
    expect(page.locator("main")).to_contain_text("Danke, Ihre Antwort ist angekommen")
    context.close()


def answer_by_calendar(league: League, page: Page, base: str, mail: EmailMessage) -> None:
    league.run("mail", "receive", given=calendar_answer(mail, "ACCEPTED"))
    page.goto(base + "teilnahme/")
    for city in ("Hohenfurt", "Lindach"):
        expect(row(page, city)).to_contain_text("✓ zugesagt")


def row(page: Page, city: str) -> Locator:
    table = page.get_by_role("table", name="Wer eingeladen ist")
    return table.get_by_role("row").filter(has_text=city)


def move(league: League, page: Page, base: str, first: list[EmailMessage]) -> date:
    """A week later; everybody gets the change, and who had said yes is asked again."""
    page.goto(base + "bearbeiten/")
    day = date.fromisoformat(page.get_by_label("Datum").input_value()) + timedelta(days=7)
    page.get_by_label("Datum").fill(day.isoformat())
    page.get_by_role("button", name="Speichern").click()
    page.goto(base + "teilnahme/")
    before = len(league.postbox.mails)
    page.get_by_role("button", name="Änderung mitteilen").click()
    league.deliver(lambda: len(with_calendar(league, before)) >= len(first))
    mails = with_calendar(league, before)
    assert len(mails) == len(first)
    uid = calendar_of(first[0])[1]["UID"]
    for mail in mails:
        method, event = calendar_of(mail)
        assert (method, str(event["UID"]), int(event["SEQUENCE"])) == ("REQUEST", str(uid), 1)
        assert event["DTSTART"].dt.date() == day
    page.goto(base + "teilnahme/")
    expect(row(page, "Lindach")).to_contain_text("zum vorigen Termin")
    answer_by_calendar_again(league, page, base, mail_to(mails, "lindach"))
    return day


def with_calendar(league: League, since: int) -> list[EmailMessage]:
    return [
        mail
        for mail in league.postbox.mails[since:]
        if any(part.get_content_type() == "text/calendar" for part in mail.walk())
    ]


def answer_by_calendar_again(league: League, page: Page, base: str, mail: EmailMessage) -> None:
    league.run("mail", "receive", given=calendar_answer(mail, "ACCEPTED"))
    page.goto(base + "teilnahme/")
    expect(row(page, "Lindach")).not_to_contain_text("zum vorigen Termin")
    expect(row(page, "Hohenfurt")).to_contain_text("zum vorigen Termin")


# ── Agenda and briefing ───────────────────────────────────────────────────────────────────────


def hand_in_a_topic(browser: Browser, league: League, base: str) -> None:
    context = new_context(browser, league)
    page = context.new_page()
    log_in(page, MAYOR.email, MAYOR.password)
    page.goto(base + "themen/")
    page.get_by_role("textbox", name=re.compile("^Thema")).fill(TOPIC)
    page.get_by_label("Worum geht es?").fill("Wie weit sind die anderen Städte?")
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("listitem").filter(has_text=TOPIC)).to_be_visible()
    context.close()


def agenda(page: Page, base: str) -> None:
    """The topic is accepted; of what comes back one is taken, two grouped and one deferred."""
    page.goto(base + "themen/")
    page.get_by_role("button", name=f"Annehmen : {TOPIC}").or_(
        page.get_by_role("button", name=f"Annehmen: {TOPIC}")
    ).click()
    page.goto(base + "vorbereitung/")
    take = page.get_by_role("button", name=re.compile("^Aufnehmen"))
    expect(take.first).to_be_visible()
    decided = page.get_by_role("progressbar", name=re.compile(r"^\d+ von \d+ entschieden"))
    take.first.click()
    expect(decided).to_have_accessible_name(re.compile("^1 von"))

    boxes = page.locator("input[name=matter]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name=re.compile("^Zusammenfassen, zurückstellen")).click()
    page.get_by_label("oder unter einem neuen Punkt").fill("Was noch offen ist")
    page.get_by_role("button", name="Zusammenfassen", exact=True).click()
    expect(decided).to_have_accessible_name(re.compile("^3 von"))

    page.get_by_role("button", name=re.compile("^Anders entscheiden")).first.click()
    form = page.get_by_role("region", name="Zurückstellen")
    form.get_by_label("Begründung").fill("Das Ministerium antwortet erst danach.")
    form.get_by_role("button", name="Zurückstellen").click()
    expect(decided).to_have_accessible_name(re.compile("^4 von"))

    page.goto(base + "tagesordnung/")
    page.get_by_label("Neuer Tagesordnungspunkt").fill(POINT)
    page.get_by_label("Sichtbarkeit").select_option("public")
    page.get_by_role("button", name="Hinzufügen").click()
    for title in (TOPIC, "Was noch offen ist", POINT):
        expect(page.locator(f"[data-title='{title}']")).to_be_visible()


def brief(league: League, page: Page, base: str) -> None:
    page.goto(base + "unterlagen/")
    count = page.locator("main a.list__title").count()
    assert count > 20
    before = len(league.postbox.mails)
    # One file for each of them is made before the page comes back.
    page.get_by_role("button", name="Allen ihre Unterlage schicken").click(timeout=90_000)
    expect(page.locator("main")).to_contain_text("Unterlagen sind in der Post")
    league.deliver(lambda: len(with_file(league, before)) >= count - 3)
    mail = next(m for m in with_file(league, before) if "rathaus@auenstadt." in str(m["To"]))
    assert any(name.endswith((".pdf", ".docx")) for name in files_of(mail))
    page.get_by_role("link", name="Auenstadt", exact=True).click()
    expect(page.locator("main")).to_contain_text(TOPIC)


def with_file(league: League, since: int) -> list[EmailMessage]:
    return [
        mail
        for mail in league.postbox.mails[since:]
        if any(name.endswith((".pdf", ".docx")) for name in files_of(mail))
    ]


def files_of(mail: EmailMessage) -> list[str]:
    return [part.get_filename() or "" for part in mail.iter_attachments()]


# ── Held and written down ─────────────────────────────────────────────────────────────────────


def at_the_door(page: Page, base: str) -> None:
    page.goto(base + "anwesenheit/")
    page.get_by_role("button", name=re.compile("Zusagen? als anwesend übernehmen")).click()
    expect(at(page, "Lindach")).to_contain_text("✓ anwesend")
    at(page, "Auenstadt").get_by_role("button", name="per Video").click()
    expect(at(page, "Auenstadt")).to_contain_text("per Video")
    expect(page.locator(".page-head__lead")).to_contain_text("Mitgliedern anwesend")


def at(page: Page, city: str) -> Locator:
    return page.locator(".door__row").filter(has=page.get_by_role("heading", name=re.compile(city)))


def write_minutes(page: Page, base: str, due: date) -> None:
    page.goto(base + "niederschrift/")
    page.get_by_role("button", name="Niederschrift beginnen").click()
    page.get_by_label(f"Text: {POINT}").fill(SAID)
    section = page.locator("section.minutes__section").filter(has_text=POINT)
    expect(section.locator("[data-state]")).to_have_text(re.compile(r"Entwurf gesichert \d"))

    section.get_by_role("button", name=re.compile("^Beschluss eintragen")).click()
    page.get_by_label("Wortlaut").fill(DECISION)
    page.get_by_label("Ergebnis").select_option(label="angenommen")
    page.get_by_label("Ja", exact=False).fill("2")
    page.get_by_role("button", name="Eintragen").click()
    expect(section).to_contain_text(DECISION.removesuffix("."))

    section.get_by_role("button", name=re.compile("^Auftrag eintragen")).click()
    page.get_by_label("Wortlaut").fill(TASK)
    page.get_by_label("Auftrag an").select_option(label="Lindach")
    page.get_by_label("Frist").fill(due.isoformat())
    page.get_by_role("button", name="Eintragen").click()
    expect(section).to_contain_text("Auftrag an Lindach")


def fix_minutes(page: Page, base: str) -> None:
    page.goto(base + "niederschrift/festhalten/")
    page.get_by_label("Den öffentlichen Teil veröffentlichen").check()
    page.get_by_label("Anlass").fill("Versand an die Mitglieder")
    page.get_by_role("button", name="Festhalten").click()
    expect(page.locator("main")).to_contain_text("Fassung 1")


def review(page: Page, base: str) -> None:
    """The worker has read the minutes; a person accepts what it found, with the keys."""
    found = page.get_by_role("link", name=re.compile("^Prüfen.*[^t]öffentlicher Teil"))
    for _look in range(40):
        page.goto(base + "niederschrift/")
        if found.count():
            break
        page.wait_for_timeout(500)
    found.click()
    for words in (PROMISE, "die Kosten leer stehender Unterkünfte"):
        activate(page, words)
        page.keyboard.press("a")
        expect(item(page, words)).to_contain_text("angenommen")
    for words in (DECISION.removesuffix("."), TASK.removesuffix(".")):
        expect(item(page, words)).to_contain_text("angenommen")


def matter_of_the_task(page: Page) -> str:
    page.goto("/vorgaenge/?q=leer+stehenden")
    page.get_by_role("link", name=re.compile("leer stehenden Unterkünfte")).first.click()
    expect(page.locator("dl").first).to_contain_text("Lindach")
    return page.url


# ── Followed and told ─────────────────────────────────────────────────────────────────────────


def ask_and_take_over(browser: Browser, league: League, page: Page, matter: str) -> None:
    before = len(league.postbox.mails)
    page.goto(matter)
    page.get_by_role("button", name="Lindach jetzt fragen").click()
    asked = re.compile(rf"{league.url}/a/auskunft/\S+")

    def questions() -> list[str]:
        texts = [text_of(m) for m in league.postbox.mails[before:] if "lindach" in str(m["To"])]
        return [found[0] for text in texts if TASK[:40] in text and (found := asked.search(text))]

    league.deliver(questions)
    context = new_context(browser, league)
    them = context.new_page()
    them.goto(questions()[0])
    them.get_by_label("In Arbeit", exact=False).check()
    them.get_by_label("In einem Satz").fill(STATE)
    them.get_by_label("Ihr Name und Amt").fill("Ben Amt, Hauptamt Lindach")
    them.get_by_role("button").filter(has_text=re.compile("absenden|Antwort")).click()
    context.close()

    page.goto("/rueckfragen/")
    page.get_by_role("link", name=re.compile("^Übernehmen.*leer stehenden")).click()
    expect(page.locator("main")).to_contain_text(STATE)
    page.get_by_role("button", name="Übernehmen").click()
    page.goto(matter)
    expect(page.locator("main")).to_contain_text(STATE)
    expect(page.locator("main")).to_contain_text("Auskunft von Ben Amt")


def report(page: Page, soffice: str, folder: Path) -> None:
    page.goto("/berichte/")
    page.get_by_label("Gremium").select_option(label="OB-Sprengel Musterland")
    page.get_by_label("Für wen").select_option("members")
    page.get_by_role("button", name="Bericht zeigen").click()
    expect(page.locator("main")).to_contain_text(STATE)
    page.get_by_role("button", name="Bericht ausgeben").click()
    expect(page.locator("main")).to_contain_text("ist ausgegeben")
    for name in ("Word", "Excel", "PDF"):
        with page.expect_download() as coming:
            page.get_by_role("link", name=name).click()
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        text = opened(soffice, file)
        assert "leer stehenden Unterkünfte" in text, f"{name}: {text[:500]}"
        assert "Elf Städte haben gemeldet" in text, name


def opened(soffice: str, file: Path) -> str:
    """What stands on the pages when an office program has opened the file."""
    pdf = file
    if file.suffix != ".pdf":
        profile = f"-env:UserInstallation=file://{file.parent}/soffice"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir"]
        subprocess.run([*command, str(file.parent / "opened"), str(file)], check=True, timeout=120)
        pdf = file.parent / "opened" / file.with_suffix(".pdf").name
    from pypdfium2 import PdfDocument

    pages = [page.get_textpage().get_text_range() for page in PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


def became(page: Page, base: str) -> None:
    page.goto(base + "was-daraus-wurde/")
    line = page.get_by_role("row").filter(has_text="leer stehenden Unterkünfte")
    expect(line.first).to_contain_text("in Arbeit")
    expect(line.first).to_contain_text("Lindach")


def press(browser: Browser, league: League, page: Page, base: str) -> None:
    """Drafted and edited by one, released by another, read by everybody."""
    page.goto(base + "pressemitteilung/")
    page.get_by_role("button", name="Entwurf anlegen").click()
    page.get_by_label("Überschrift").fill(HEADLINE)
    page.get_by_role("button", name="Speichern und zur Freigabe vorlegen").click()
    expect(page.locator("main")).to_contain_text("Freigeben muss jemand anders")
    release = page.url

    second = new_context(browser, league)
    them = second.new_page()
    log_in(them, PRESS.email, PRESS.password)
    them.goto(release)
    them.get_by_role("button", name="Freigeben und veröffentlichen").click()
    expect(them.locator("main")).to_contain_text("Pressemitteilung vom")
    second.close()

    public = new_context(browser, league)
    reader = public.new_page()
    reader.goto("/presse/")
    reader.get_by_role("link", name=HEADLINE).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(reader.locator("main")).to_contain_text(PROMISE)
    feed = public.request.get("/feed/presse.atom")
    assert feed.ok
    assert HEADLINE in feed.text()
    public.close()


def next_session(page: Page, base: str) -> None:
    """What is still open comes back and says why; the minutes are approved."""
    following = plan_like_the_last(page)
    page.goto(following + "vorbereitung/")
    back = page.locator("li.returns").filter(has_text="leer stehenden Unterkünfte")
    expect(back.locator(".returns__because li").first).to_be_visible()
    expect(back).to_contain_text("Frist war der")
    expect(back).to_contain_text(STATE)

    page.goto(base + "niederschrift/genehmigen/")
    title = page.get_by_label("In welcher Sitzung?")
    title.select_option(index=1)
    page.get_by_role("button", name="Als genehmigt eintragen").click()
    expect(page.locator("main")).to_contain_text("genehmigt")
    expect(page.locator("main")).not_to_contain_text("noch nicht genehmigt")
