"""How a statement is put into a sentence. Pure but for the translation."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sprengel.ledger.models import ActChoice

SAYS: dict[str, tuple[str | Promise, str | Promise]] = {
    ActChoice.COMMITMENT: (_("sagt zu"), _("sagen zu")),
    ActChoice.DEMAND: (_("fordert"), _("fordern")),
    ActChoice.DECISION: (_("beschließt"), _("beschließen")),
    ActChoice.ASSIGNMENT: (_("beauftragt"), _("beauftragen")),
    ActChoice.APPROVAL: (_("begrüßt"), _("begrüßen")),
    ActChoice.CRITICISM: (_("kritisiert"), _("kritisieren")),
    ActChoice.QUESTION: (_("fragt"), _("fragen")),
    ActChoice.REPORT: (_("berichtet"), _("berichten")),
}
"""One says, several say."""

_SINGULAR_ENDINGS = ("ung", "heit", "keit", "ion", "schaft", "ei", "tät", "ie")
_PLURAL_ENDING = re.compile(r"(?:s|er|en|innen|ädte|räte|ände|äte)$")


def says(act: str, name: str) -> str:
    one, several = SAYS[act]
    return str(several if is_plural(name) else one)


def is_plural(name: str) -> bool:
    """„die Oberbürgermeister“, „A und B“: several; „die Verwaltung“, „Frau Amsel“: one."""
    words = name.split()
    if not words:
        return False
    if " und " in name and not any(mark in name for mark in (",", "für", "(")):
        return words[0] not in ("Ministerium", "Amt", "Ausschuss", "das", "der", "Das", "Der")
    if words[0].lower() != "die" or len(words) < 2:
        return False
    noun = next((word for word in words[1:] if word[:1].isupper()), words[1])
    return not noun.endswith(_SINGULAR_ENDINGS) and bool(_PLURAL_ENDING.search(noun))


def about(minutes: int) -> str:
    """How long a review takes: „4 Minuten“, „2 Stunden“."""
    if minutes < 90:
        return ngettext("%(n)s Minute", "%(n)s Minuten", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)s Stunde", "%(n)s Stunden", hours) % {"n": hours}


ROLE_LABELS: dict[str, str | Promise] = {
    "source": _("wer"),
    "message": _("was"),
    "addressee": _("an wen"),
    "deadline": _("bis wann"),
    "cue": _("woran zu erkennen"),
}
"""Also the order in which a correction asks for them."""
