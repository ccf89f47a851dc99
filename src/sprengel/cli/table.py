"""The table of `sprengel read`: wide on a wide terminal, one below the other on a narrow one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sprengel.cli.reading import Reading, Row, VoteRow
from sprengel.cli.text import _, ngettext, pgettext
from sprengel.reading.problems import gettext_noop

WIDE = 100
PIPE_WIDTH = 120
_LONGEST = 600

ACTS = {
    "demand": gettext_noop("Forderung"),
    "commitment": gettext_noop("Zusage"),
    "decision": gettext_noop("Beschluss"),
    "assignment": gettext_noop("Auftrag"),
    "approval": gettext_noop("Zustimmung"),
    "criticism": gettext_noop("Kritik"),
    "question": gettext_noop("Frage"),
    "report": gettext_noop("Bericht"),
}
OUTCOMES = {
    "partly_adopted": gettext_noop("teilweise angenommen"),
    "referred": gettext_noop("verwiesen"),
    "postponed": gettext_noop("vertagt"),
    "withdrawn": gettext_noop("zurückgezogen"),
    "settled": gettext_noop("erledigt"),
    "noted": gettext_noop("zur Kenntnis genommen"),
    "reply_accepted": gettext_noop("Stellungnahme als ausreichend angesehen"),
}
MAJORITIES = {
    "unanimous": gettext_noop("einstimmig"),
    "majority": gettext_noop("mehrheitlich"),
}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # rich would exit with 1; what that means is for the command to say


def console() -> Console:
    """Standard output; as wide as the terminal, or as a page where there is none."""
    width = shutil.get_terminal_size((PIPE_WIDTH, 50)).columns
    return _Console(width=width, highlight=False, emoji=False, markup=False)


def print_reading(out: Console, reading: Reading) -> None:
    out.print(Text(reading.label, style="bold"))
    if not reading.rows:
        out.print(Text(_("Keine Aussage gefunden."), style="dim"))
    elif out.width >= WIDE:
        out.print(_wide(reading))
    else:
        for row in reading.rows:
            _print_narrow(out, row, reading)
    if reading.votes:
        out.print(Text(_("Abstimmungen"), style="bold"))
        for vote in reading.votes:
            out.print(Text(f"  {_vote_line(vote, reading)}"))
    for note in reading.notes:
        out.print(Text(_("Hinweis: %(note)s") % {"note": note}, style="dim"))
    out.print()


def summary(statements: int, doubtful: int, documents: int) -> str:
    found = ngettext("%(count)s Aussage gefunden", "%(count)s Aussagen gefunden", statements) % {
        "count": statements
    }
    if documents != 1:
        found = ngettext(
            "%(count)s Aussage in %(documents)s Dokumenten gefunden",
            "%(count)s Aussagen in %(documents)s Dokumenten gefunden",
            statements,
        ) % {"count": statements, "documents": documents}
    if not statements:
        return f"{found}."
    unsure = ngettext("%(count)s davon unsicher", "%(count)s davon unsicher", doubtful) % {
        "count": doubtful
    }
    return f"{found}, {unsure}."


def _wide(reading: Reading) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    place = _("Seite") if reading.has_pages else _("Zeile")
    table.add_column(place, justify="right", no_wrap=True)
    table.add_column(_("Wer"), ratio=3, overflow="fold")
    table.add_column(_("Art"), min_width=11, max_width=13)
    table.add_column(_("Was"), ratio=8, overflow="fold")
    table.add_column(_("An wen"), ratio=3, overflow="fold")
    table.add_column(_("Bis wann"), ratio=2, overflow="fold")
    for row in reading.rows:
        table.add_row(
            str(row.place),
            Text(row.who or _("nicht genannt"), style="" if row.who else "dim"),
            _act(row),
            Text(_shortened(row.what)),
            Text(row.whom or "–"),
            Text(_deadline(row) or "–"),
        )
    return table


def _print_narrow(out: Console, row: Row, reading: Reading) -> None:
    head = _act(row)
    head.append(f"  ({_place(row.place, reading)})", style="dim")
    out.print(head)
    for label, value in _labelled(row):
        line = Table.grid(padding=(0, 1, 0, 0))
        line.add_column(width=10, no_wrap=True)
        line.add_column(overflow="fold")
        line.add_row(Text(f"  {label}"), Text(value))
        out.print(line)


def _labelled(row: Row) -> Iterator[tuple[str, str]]:
    yield _("Wer"), row.who or _("nicht genannt")
    yield _("Was"), _shortened(row.what)
    if row.whom:
        yield _("An wen"), row.whom
    if deadline := _deadline(row):
        yield _("Bis wann"), deadline


def _act(row: Row) -> Text:
    text = Text(_(ACTS[row.act]), style="bold")
    if row.is_draft:
        text.append(" " + _("(Entwurf)"))
    if row.is_doubtful:
        text.append(" " + _("unsicher?"), style="yellow")
    return text


def _deadline(row: Row) -> str:
    if row.due_on is None:
        return row.deadline
    due = row.due_on.strftime("%d.%m.%Y")
    return f"{row.deadline} ({due})" if row.deadline else due


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _place(number: int, reading: Reading) -> str:
    sentence = _("Seite %(number)s") if reading.has_pages else _("Zeile %(number)s")
    return sentence % {"number": number}


def _vote_line(vote: VoteRow, reading: Reading) -> str:
    parts = [_outcome(vote.outcome)]
    if vote.majority:
        parts.append(_(MAJORITIES[vote.majority]))
    counts = ", ".join(
        sentence % {"count": count}
        for sentence, count in (
            (_("%(count)s Ja"), vote.yes),
            (_("%(count)s Nein"), vote.no),
            (_("%(count)s Enthaltung(en)"), vote.abstain),
        )
        if count is not None
    )
    item = _("TOP %(item)s") % {"item": vote.item} + ": " if vote.item else ""
    shown = f"{item}{', '.join(parts)}" + (f" ({counts})" if counts else "")
    return f"{shown}  [{_place(vote.place, reading)}]"


def _outcome(code: str) -> str:
    """A motion is adopted, a statement accepted; German has one word for both."""
    if code == "adopted":
        return pgettext("Abstimmung", "angenommen")
    if code == "rejected":
        return pgettext("Abstimmung", "abgelehnt")
    return _(OUTCOMES[code])
