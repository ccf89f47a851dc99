"""A briefing as Word and PDF, and all of them in one archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sprengel.bodies.models import Actor
from sprengel.meetings.models import AgendaPart, Meeting
from sprengel.publishing.briefing.queries import Briefing, Followed, Point, briefing
from sprengel.publishing.files import word
from sprengel.publishing.files.pdf import pdf_of
from sprengel.publishing.reports.files import WORD_TYPE, File
from sprengel.publishing.reports.lines import Line
from sprengel.ui.wording import long_date

TEMPLATE = "sitzungsunterlage.docx"


def as_word(found: Briefing) -> File:
    return File(f"{_stem(found)}.docx", WORD_TYPE, word.render(TEMPLATE, fields(found)))


def as_pdf(found: Briefing) -> File:
    """Raises ``files.pdf.NoPdf``."""
    html = render_to_string(
        "publishing/briefing_print.html", {"briefing": found, "base_url": settings.BASE_URL}
    )
    return File(f"{_stem(found)}.pdf", "application/pdf", pdf_of(html))


def archive(meeting: Meeting, actors: Sequence[Actor], make: Callable[[Briefing], File]) -> File:
    """One file for each participant."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for actor in actors:
            file = make(briefing(meeting, actor))
            packed.writestr(file.name, file.data)
    return File(f"unterlagen-{meeting.starts_on:%Y-%m-%d}.zip", "application/zip", out.getvalue())


def fields(found: Briefing) -> dict[str, Any]:
    """What the Word template may name."""
    meeting = found.meeting
    return {
        "sitzung": meeting.title,
        "gremium": found.circle,
        "datum": found.when,
        "beginn": _("%(time)s Uhr") % {"time": f"{meeting.starts_at:%H:%M}"}
        if meeting.starts_at
        else "",
        "ort": found.place,
        "fuer": found.for_actor.name,
        "stand": long_date(found.as_of),
        "seit": long_date(found.since) if found.since else "",
        "punkte": [_point(point) for point in found.points],
        "eigene": [_followed(one) for one in found.own],
        "neues": [
            {
                "wann": told.when,
                "sachstand": told.state,
                "satz": told.sentence,
                "wortlaut": line.wording,
                "wer": line.mover or "–",
            }
            for line, told in found.changed
        ],
        "weitere": [_line(line) for line in found.also_open],
    }


def sample() -> dict[str, Any]:
    """Invented fields, to try an office's own template with."""
    word_ = "Beispiel"
    matter = {**dict.fromkeys(_MATTER_FIELDS, word_), "verlauf": [dict.fromkeys(_TOLD, word_)]}
    point = dict.fromkeys(("nummer", "titel", "teil", "text", "wer", "zeit", "unterlagen"), word_)
    return {
        **dict.fromkeys(
            ("sitzung", "gremium", "datum", "beginn", "ort", "fuer", "stand", "seit"), word_
        ),
        "punkte": [{**point, "vorgaenge": [matter]}],
        "eigene": [matter],
        "neues": [dict.fromkeys(("wann", "sachstand", "satz", "wortlaut", "wer"), word_)],
        "weitere": [dict.fromkeys(_MATTER_FIELDS, word_)],
    }


_TOLD = ("wann", "sachstand", "satz")
_MATTER_FIELDS = (
    "art",
    "datum",
    "wortlaut",
    "wer",
    "an",
    "zustaendig",
    "frist",
    "ampel",
    "sachstand",
    "satz",
    "beleg",
)


def _point(point: Point) -> dict[str, Any]:
    item = point.item
    # Without a length of their own points would all begin at once.
    time = f"{item.starts_at:%H:%M}" if item.starts_at and item.minutes else ""
    minutes = _("%(count)s Min.") % {"count": item.minutes} if item.minutes else ""
    papers = [
        _("%(title)s (zurückgezogen)") % {"title": paper.title} if paper.withdrawn_on
        else paper.title
        for paper in item.papers
    ]  # fmt: skip
    return {
        "nummer": item.number,
        "titel": item.title,
        "teil": str(AgendaPart(item.part).label),
        "text": item.text,
        "wer": item.owner,
        "zeit": " · ".join(filter(None, [time, minutes])),
        "unterlagen": "; ".join(papers),
        "vorgaenge": [_followed(one) for one in point.matters],
    }


def _followed(one: Followed) -> dict[str, Any]:
    return {
        **_line(one.line),
        "verlauf": [
            {"wann": told.when, "sachstand": told.state, "satz": told.sentence}
            for told in one.story
        ],
    }


def _line(line: Line) -> dict[str, str]:
    because = f" ({line.light_because})" if line.light_because else ""
    return {
        "art": line.act,
        "datum": line.said,
        "wortlaut": line.wording,
        "wer": line.mover or "–",
        "an": line.addressee or "–",
        "zustaendig": line.responsible or "–",
        "frist": line.due,
        "ampel": f"{line.light_symbol} {line.light_word}{because}",
        "sachstand": f"{line.state_symbol} {line.state_word}",
        "satz": line.sentence,
        "beleg": line.evidence or "–",
    }


def _stem(found: Briefing) -> str:
    return f"unterlage-{found.meeting.starts_on:%Y-%m-%d}-{found.for_actor.slug}"
