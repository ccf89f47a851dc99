"""The words of the mails to the cities: question, reminder, new version."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.hearings.models import Hearing, Version
from sprengel.ui.wording import long_date, quoted

QUESTION, REMINDER, NEW_VERSION = "frage", "erinnerung", "fassung"


def subject(hearing: Hearing, occasion: str) -> str:
    lines = {
        QUESTION: _("Ihre Anmerkungen: %(title)s"),
        REMINDER: _("Erinnerung: Ihre Anmerkungen: %(title)s"),
        NEW_VERSION: _("Neue Fassung: %(title)s"),
    }
    return lines[occasion] % {"title": hearing.title}


def text(
    hearing: Hearing, occasion: str, *, address: str, asker: str, version: Version | None = None
) -> str:
    """``asker``: who asks the association for its word, or ""."""
    association = hearing.organization.body.name
    parts = [
        _("Guten Tag,"),
        _opening(hearing, occasion, asker, version),
        _until(hearing),
        _(
            "Sie können Absatz für Absatz zustimmen, einen Vorbehalt nennen oder eine andere "
            "Formulierung vorschlagen:"
        ),
        address,
        _(
            "Der Link gilt nur für Ihre Stadt und diesen Text. Sie brauchen kein Kennwort; mehrere "
            "aus Ihrem Haus können daran schreiben. Bitte geben Sie ihn nur an Personen weiter, "
            "die für Ihre Stadt antworten."
        ),
        _("Mit freundlichen Grüßen") + "\n" + _("Geschäftsstelle") + f"\n{association}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(hearing: Hearing, occasion: str, asker: str, version: Version | None) -> str:
    words = {"title": quoted(hearing.title), "asker": asker}
    if occasion == REMINDER:
        return _("zu %(title)s haben wir von Ihrer Stadt noch keine Anmerkungen.") % words
    if occasion == NEW_VERSION and version is not None:
        words["n"] = str(version.number)
        told = _(
            "zu %(title)s gibt es eine neue Fassung (Nr. %(n)s). Ihre Anmerkungen bleiben erhalten."
        )
        note = f" {version.note}" if version.note else ""
        return told % words + note
    if asker:
        return _("%(asker)s hört uns an zu %(title)s. Wir haben den Entwurf einer Antwort.") % words
    return _("wir bereiten ein Papier vor: %(title)s.") % words


def _until(hearing: Hearing) -> str:
    if hearing.comments_until is None:
        return _("Wir bitten um Ihre Anmerkungen.")
    if hearing.deadline_on is None:
        return _("Wir bitten um Ihre Anmerkungen bis zum %(until)s.") % {
            "until": long_date(hearing.comments_until)
        }
    return _(
        "Wir bitten um Ihre Anmerkungen bis zum %(until)s; die Frist für uns endet am %(deadline)s."
    ) % {
        "until": long_date(hearing.comments_until),
        "deadline": long_date(hearing.deadline_on),
    }
