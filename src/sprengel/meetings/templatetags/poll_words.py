"""How a poll's days and words are said in a template."""

from __future__ import annotations

from django import template
from django.utils import formats

from sprengel.meetings.models import PollAnswer, PollOption, PollWord
from sprengel.meetings.planning.letters import said

register = template.Library()

SYMBOLS = {PollWord.YES: "●", PollWord.MAYBE: "◐", PollWord.NO: "✕"}


@register.filter
def offered(option: PollOption) -> str:
    return said(option)


@register.filter
def offered_short(option: PollOption) -> str:
    """ "15.3., 10:00": enough beside the full list."""
    day = formats.date_format(option.starts_on, "j.n.")
    return f"{day}, {option.starts_at:%H:%M}" if option.starts_at else day


@register.filter
def word_symbol(answer: PollAnswer) -> str:
    return SYMBOLS[PollWord(answer.word)]
