"""Why a release may not go out yet: what it prints as a quotation must be one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.meetings.models import Meeting
from sprengel.publishing.models import PressRelease
from sprengel.publishing.press import queries, quotations, wording
from sprengel.publishing.press.queries import Sentence
from sprengel.ui.wording import quoted

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Objection:
    row: int | None
    """The sentence; None for the heading and the line below it."""
    text: str
    why: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN].rstrip()} …"
        if self.row is None:
            return _("In der Überschrift %(text)s: %(why)s") % {
                "text": quoted(shown),
                "why": self.why,
            }
        return _("Im Satz %(text)s: %(why)s") % {"text": quoted(shown), "why": self.why}


def of_release(user: Viewer, release: PressRelease) -> list[Objection]:
    return of(release, queries.sentences(user, release))


def of(release: PressRelease, paragraphs: Sequence[Sequence[Sentence]]) -> list[Objection]:
    """Heading first, then sentence by sentence."""
    texts = _texts(release.meeting)
    found = [
        Objection(None, head, why)
        for head in (release.title, release.subtitle)
        for why in _own_text(head, texts)
    ]
    for paragraph in paragraphs:
        for one in paragraph:
            found += [Objection(one.row.pk, one.row.text, why) for why in _sentence(one, texts)]
    return found


def of_sentence(meeting: Meeting, one: Sentence) -> list[str]:
    return _sentence(one, _texts(meeting))


def _texts(meeting: Meeting) -> Callable[[], list[str]]:
    # Most releases quote nothing in sentences of the office's own: then no paper is opened.
    return cache(lambda: queries.public_texts(meeting))


def _sentence(one: Sentence, texts: Callable[[], list[str]]) -> list[str]:
    if one.row.is_own:
        return _own_text(one.row.text, texts)
    found = _unpaired(one.row.text)
    if one.foreign_quotes:
        found.append(
            _("Als Zitat gekennzeichnet, steht aber so nicht in der Fundstelle: %(quotes)s.")
            % {"quotes": _listed(one.foreign_quotes)}
        )
    return found


def _own_text(text: str, texts: Callable[[], list[str]]) -> list[str]:
    """A word or two in quotation marks is a name or a title and nobody's speech."""
    found = _unpaired(text)
    speech = [
        quote
        for quote in quotations.read(text).quotes
        if len(quote.split()) > queries.LONGEST_TITLE
    ]
    without = [
        quote for quote in speech if not any(wording.stands_in(quote, paper) for paper in texts())
    ]
    if without:
        found.append(
            _(
                "Als Zitat gekennzeichnet, steht aber in keinem öffentlichen Dokument dieser "
                "Sitzung: %(quotes)s. Bitte die Anführungszeichen weglassen oder das Dokument zur "
                "Sitzung legen."
            )
            % {"quotes": _listed(without)}
        )
    return found


def _unpaired(text: str) -> list[str]:
    alone = quotations.read(text).unpaired
    if not alone:
        return []
    return [
        _(
            "Ein Anführungszeichen hat kein Gegenstück, bei: %(words)s – bitte öffnen und "
            "schließen Sie jedes Zitat im selben Feld, am besten mit „ und “."
        )
        % {"words": alone}
    ]


def _listed(quotes: Iterable[str]) -> str:
    return "; ".join(quoted(quote) for quote in quotes)
