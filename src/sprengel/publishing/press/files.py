"""A press release as a Word file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.meetings.dates import when
from sprengel.publishing.files import word
from sprengel.publishing.models import PressRelease, ReleaseState
from sprengel.publishing.reports.files import WORD_TYPE, File
from sprengel.ui.wording import long_date

TEMPLATE = "pressemitteilung.docx"


def as_word(release: PressRelease) -> File:
    paragraphs: dict[int, list[str]] = {}
    for row in release.sentences.all():
        paragraphs.setdefault(row.paragraph, []).append(row.text.strip())
    issued = release.released_on
    fields = {
        "titel": release.title,
        "unterzeile": release.subtitle,
        "verband": release.meeting.organization.body.name,
        "gremium": release.meeting.organization.name,
        "sitzung": f"{release.meeting.title}, {when(release.meeting)}",
        "datum": long_date(issued) if issued else "",
        "vermerk": ""
        if release.state == ReleaseState.RELEASED
        else _("Entwurf – nicht zur Veröffentlichung"),
        "absaetze": [" ".join(paragraphs[number]) for number in sorted(paragraphs)],
        "berichtigungen": [
            f"{long_date(one.corrected_on)}: {one.note}" for one in release.corrections.all()
        ],
    }
    name = f"pressemitteilung-{release.meeting.starts_on:%Y-%m-%d}.docx"
    return File(name, WORD_TYPE, word.render(TEMPLATE, fields))


def sample() -> dict[str, object]:
    """Invented fields, to try an office's own template with."""
    names = ("titel", "unterzeile", "verband", "gremium", "sitzung", "datum", "vermerk")
    return {
        **dict.fromkeys(names, "Beispiel"),
        "absaetze": ["Beispiel"],
        "berichtigungen": ["Beispiel"],
    }
