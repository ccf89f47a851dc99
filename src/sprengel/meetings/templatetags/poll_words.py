"""How a poll's days and words are said in a template."""

from __future__ import annotations

from django import template

from sprengel.meetings.models import PollAnswer, PollOption, PollWord
from sprengel.meetings.planning.letters import said

register = template.Library()

SYMBOLS = {PollWord.YES: "●", PollWord.MAYBE: "◐", PollWord.NO: "✕"}


@register.filter
def offered(option: PollOption) -> str:
    return said(option)


@register.filter
def word_symbol(answer: PollAnswer) -> str:
    return SYMBOLS[PollWord(answer.word)]
