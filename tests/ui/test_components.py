"""The includes, the form templates and the page that documents them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from lxml import html

import sprengel.ui
from sprengel.ui import showcase
from sprengel.ui.elements import Chip, Tab

UI = Path(sprengel.ui.__file__).parent
PACKAGE = UI.parent
REFERENCE = PACKAGE.parent.parent / "docs" / "reference" / "components.md"
COMPONENTS = sorted(path.stem for path in (UI / "templates/ui/components").glob("*.html"))
CSS = "\n".join(path.read_text() for path in sorted((UI / "static/ui/css").glob("*.css")))
ICONS = set(re.findall(r'<symbol id="(\w+)"', (UI / "static/ui/icons.svg").read_text()))
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))


def render(template: str, **context: object) -> str:
    return Template("{% load sprengel_ui %}" + template).render(Context(context))


def component(name: str, **context: object) -> html.HtmlElement:
    return html.fragment_fromstring(
        render_to_string(f"ui/components/{name}.html", context), create_parent="div"
    )


# --- the includes ---------------------------------------------------------------------------------


def test_a_state_is_never_shown_by_colour_alone() -> None:
    for matter in showcase.MATTER_STATES:
        shown = component("state", of=matter)
        assert matter.state_symbol in shown.text_content()
        assert matter.word in shown.text_content()


@pytest.mark.parametrize(
    ("kind", "word"),
    [("info", "Hinweis"), ("success", "Erledigt"), ("warning", "Achtung"), ("error", "Fehler")],
)
def test_an_alert_says_its_kind_in_a_word(kind: str, word: str) -> None:
    shown = component("alert", kind=kind, text="Gespeichert.")
    assert shown.xpath("string(.//*[@class='alert__kind'])") == word
    assert shown.xpath(".//*[name()='svg']/@aria-hidden") == ["true"]


def test_a_button_with_an_address_is_a_link() -> None:
    assert component("button", text="Weiter", href="/dokumente/").xpath("a/@href") == [
        "/dokumente/"
    ]
    assert component("button", text="Weiter").xpath("string(button)").strip() == "Weiter"


def test_the_current_tab_is_named_as_such() -> None:
    tabs = (Tab("Vorbereitung", "/a/"), Tab("Teilnahme", "/b/", is_current=True, count=0))
    shown = component("tabs", label="Sitzung", tabs=tabs)
    assert shown.xpath(".//a[@aria-current='page']/@href") == ["/b/"]
    assert shown.xpath("string(.//a[@aria-current])").split() == ["Teilnahme", "0"]


def test_a_chip_in_use_is_named_as_such() -> None:
    chips = (Chip("Zusage", "?art=commitment"), Chip("Frage", "?", is_active=True))
    assert component("chips", label="Art", chips=chips).xpath(
        ".//a[@aria-current='true']/@href"
    ) == ["?"]


def test_pages_keep_the_rest_of_the_query(rf) -> None:
    request = rf.get("/vorgaenge/", {"art": "commitment", "seite": "2"})
    shown = html.fromstring(
        render_to_string("ui/components/pagination.html", {"page": showcase.sample_page()}, request)
    )
    assert shown.xpath(".//a[@rel='next']/@href") == ["?art=commitment&seite=3"]
    assert shown.xpath(".//a[@rel='prev']/@href") == ["?art=commitment&seite=1"]
    assert "Seite 2 von 7" in shown.text_content()


def test_a_quote_names_where_it_stands() -> None:
    shown = component(
        "quote",
        text="den Entwurf vorzulegen",
        source="Niederschrift",
        source_url="/dokumente/1/",
        dated_on=date(2024, 3, 1),
        dated_precision="month",
        page_number=3,
    )
    assert (
        " ".join(shown.xpath("string(.//figcaption)").split())
        == "Niederschrift, März 2024, Seite 3"
    )


def test_a_broken_passage_is_said_to_be_broken() -> None:
    assert "nicht mehr" in component("quote", text="den Entwurf", broken=True).text_content()


# --- filters and tags -----------------------------------------------------------------------------


def test_filters_take_dates_and_moments_and_nothing() -> None:
    today = date(2024, 3, 15)
    late_evening = datetime(2024, 3, 14, 23, 30, tzinfo=UTC)  # already the 15th in Berlin
    assert render("{{ day|in_days:today }}", day=late_evening, today=today) == "heute"
    assert render("{{ day|when:today }}{{ day|long_date }}", day=None, today=today) == ""
    assert render("{{ day|since:today }}", day=date(2023, 1, 15), today=today) == "seit 14 Monaten"
    assert render("{{ day|long_date:precision }}", day=today, precision="") == "15. März 2024"


def test_text_in_filters_stays_escaped() -> None:
    assert render("{{ text|quoted }}", text="<b>") == "„&lt;b&gt;“"
    assert "<b>" not in render("{{ names|listed }}", names=["<b>", "<i>"])


# --- forms ----------------------------------------------------------------------------------------


def test_every_field_has_its_label_its_hint_and_its_error() -> None:
    form = showcase.SampleForm({"note": "Rückfrage"})
    shown = html.fragment_fromstring(str(form), create_parent="div")
    title = shown.xpath(".//input[@name='title']")[0]
    assert shown.xpath(f"string(.//label[@for='{title.get('id')}'])").strip() == "Titel"
    described = title.get("aria-describedby").split()
    assert described
    assert all(shown.xpath(f".//*[@id='{described_by}']") for described_by in described)
    assert title.get("aria-invalid") == "true"


def test_the_summary_leads_to_the_wrong_fields() -> None:
    shown = html.fragment_fromstring(str(showcase.SampleForm({})), create_parent="div")
    targets = shown.xpath(".//*[contains(@class, 'error-summary')]//a/@href")
    assert "#id_title" in targets
    assert all(shown.xpath(f".//*[@id='{target[1:]}']") for target in targets)


def test_what_may_stay_empty_says_so() -> None:
    shown = html.fragment_fromstring(str(showcase.SampleForm()), create_parent="div")
    labels = {label.get("for"): label.text_content() for label in shown.xpath(".//label")}
    assert "(freiwillig)" in labels["id_note"]
    assert "(freiwillig)" not in labels["id_title"]


# --- the documentation and the rules every template keeps ------------------------------------------


@pytest.mark.parametrize(
    "name", [name for name in COMPONENTS if name not in ("nav_item", "breadcrumb")]
)
def test_every_include_is_documented(name: str) -> None:
    assert f"| `{name}` |" in REFERENCE.read_text()


def test_every_documented_class_exists() -> None:
    text = REFERENCE.read_text()
    named = {name for group in re.findall(r'class="([^"{]+)', text) for name in group.split()}
    known = set(re.findall(r"\.([a-z][\w-]*)", CSS))
    assert named - known - {"mark--message"} == set()  # the role that needs no tint


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_templates_keep_to_the_content_security_policy(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r'\sstyle="', text), "no inline style"
    assert not re.search(r'\son[a-z]+="', text), "no inline handler"
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag, "no inline script"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_templates_use_only_icons_that_exist(path: Path) -> None:
    text = path.read_text()
    used = set(re.findall(r'{% icon "(\w+)" %}', text)) | set(
        re.findall(r'icon_name="(\w+)"', text)
    )
    assert used <= ICONS
