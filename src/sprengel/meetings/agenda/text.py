"""The agenda as plain text: for a mail, or to paste somewhere."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.meetings.agenda.queries import AgendaLine, agenda_lines
from sprengel.meetings.models import AgendaPart, Meeting


def agenda_text(user: Viewer, meeting: Meeting) -> str:
    """What this reader may see of it; "" where that is nothing."""
    return "\n".join(_text(agenda_lines(user, meeting)))


def _text(lines: tuple[AgendaLine, ...]) -> Iterable[str]:
    width = max((len(line.number) for line in lines), default=0)
    has_parts = len({line.part for line in lines}) > 1
    part = ""
    for line in lines:
        if has_parts and line.part != part:
            if part:
                yield ""
            yield _heading(line.part)
            part = line.part
        yield f"{line.number:<{width}}  {_sentence(line)}"
        for paper in line.papers:
            title = _one_line(paper.title)
            if paper.withdrawn_on:
                yield " " * (width + 2) + _("Unterlage (zurückgezogen): %(title)s") % {
                    "title": title
                }
            else:
                yield " " * (width + 2) + _("Unterlage: %(title)s") % {"title": title}


def _heading(part: str) -> str:
    return _("Öffentlicher Teil") if part == AgendaPart.PUBLIC else _("Nichtöffentlicher Teil")


def _sentence(line: AgendaLine) -> str:
    start = _("%(time)s Uhr") % {"time": line.starts_at.strftime("%H:%M")} if line.starts_at else ""
    about = ", ".join(each for each in (start, _one_line(line.owner)) if each)
    return f"{_one_line(line.title)} ({about})" if about else _one_line(line.title)


def _one_line(text: str) -> str:
    """A title must not begin a line of its own in somebody's invitation."""
    return " ".join(text.split())
