"""When a question is asked: the answer to one that stands before it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OPS = (
    ("is", gettext_lazy("ist")),
    ("is_not", gettext_lazy("ist nicht")),
    ("has", gettext_lazy("enthält")),
    ("at_least", gettext_lazy("ist mindestens")),
    ("at_most", gettext_lazy("ist höchstens")),
    ("answered", gettext_lazy("ist beantwortet")),
)
YES_NO = (("yes", gettext_lazy("ja")), ("no", gettext_lazy("nein")))


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as far as conditions look at it."""

    choices: tuple[str, ...] = ()
    number: Decimal | None = None
    text: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.choices or self.text) or self.number is not None


class Conditional(Protocol):
    key: str
    condition: dict[str, str] | None


def asked_keys(questions: Iterable[Conditional], said: Mapping[str, Said]) -> set[str]:
    """Keys of the questions that are asked, given what was said to those before.

    What was said to a question that is itself not asked does not count.
    """
    asked: set[str] = set()
    for question in questions:
        condition = question.condition
        if not condition:
            asked.add(question.key)
            continue
        before = condition.get("question", "")
        given = said.get(before, Said()) if before in asked else Said()
        if holds(condition, given):
            asked.add(question.key)
    return asked


def holds(condition: Mapping[str, str], said: Said) -> bool:
    op, value = condition.get("op", ""), condition.get("value", "")
    if not said.is_given:
        return False
    if op == "answered":
        return True
    if op in ("is", "has"):
        return _is(said, value)
    if op == "is_not":
        return not _is(said, value)
    wanted = as_number(value)
    if wanted is None or said.number is None:
        return False
    return said.number >= wanted if op == "at_least" else said.number <= wanted


def as_number(text: str) -> Decimal | None:
    """Conditions keep numbers as Decimal writes them: "12.5"."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is(said: Said, value: str) -> bool:
    if said.choices:
        return value in said.choices
    if said.number is not None:
        return said.number == as_number(value)
    return said.text.strip().casefold() == value.strip().casefold()


def spelled(condition: Mapping[str, str], question: str, value_label: str) -> str:
    """ "Nur, wenn „Gibt es eine Stelle?“ ist: ja" """
    words = {"question": question, "value": value_label}
    lines = {
        "is": _("Nur, wenn die Antwort auf „%(question)s“ lautet: %(value)s"),
        "is_not": _("Nur, wenn die Antwort auf „%(question)s“ nicht lautet: %(value)s"),
        "has": _("Nur, wenn bei „%(question)s“ gewählt ist: %(value)s"),
        "at_least": _("Nur, wenn die Antwort auf „%(question)s“ mindestens %(value)s ist"),
        "at_most": _("Nur, wenn die Antwort auf „%(question)s“ höchstens %(value)s ist"),
        "answered": _("Nur, wenn „%(question)s“ beantwortet ist"),
    }
    return lines.get(condition.get("op", ""), lines["answered"]) % words
