"""The command line's language: German, or English where the locale begins with ``en``.

Plain stdlib gettext over the same catalogue as the screens, so that a command which needs no
database does not have to start Django to say a sentence.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

_LOCALES = Path(__file__).resolve().parent.parent / "locale"
_DOMAIN = "django"


def language() -> str:
    """``de`` or ``en``; the first of the variables that is set decides, as POSIX has it."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "en" if value.lower().startswith("en") else "de"
    return "de"


@cache
def _catalogue() -> gettext.NullTranslations:
    if language() == "de":
        return gettext.NullTranslations()  # the source strings are German
    return gettext.translation(_DOMAIN, str(_LOCALES), languages=[language()], fallback=True)


def _(message: str) -> str:
    return _catalogue().gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    return _catalogue().ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """For a word that means something else on the screens."""
    return _catalogue().pgettext(context, message)
