"""Sentences as ranges of tokens. Abbreviations and ordinals were settled by the tokenizer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sprengel.language.tokens import CLOSE, COMMA, NUMBER, OPEN, PUNCT, STOP, WORD, Token
from sprengel.language.words import word_set

_MAY_END = frozenset(
    {"usw.", "etc.", "e. v.", "e.v.", "co.", "str.", "u. a.", "d. h.", "ff.", "st."}
)
_STARTERS = word_set(
    "der die das den dem ein eine er sie es wir ich man herr frau stadtrat stadträtin diese "
    "dieser dieses dies auch im in am zum zur bei mit für auf nach aus von über unter wenn weil "
    "daher deshalb damit so denn doch aber und was wer wie hier da dann deswegen insofern ihre "
    "seine unsere meine"
)


_NAMES = word_set("herr frau stadtrat stadträtin von den der")
"""What stands behind an initial all the same."""


def _is_single_letter(token: Token) -> bool:
    """ "Variante A. Sie …": a letter that counts something; an initial has a name behind it."""
    return len(token.text) == 2 and token.text[1] == "." and token.text[0].isupper()


def sentence_ranges(tokens: Sequence[Token], lo: int, hi: int) -> list[tuple[int, int]]:
    """Split ``tokens[lo:hi]``; closing quotes and brackets stay with their sentence."""
    ranges: list[tuple[int, int]] = []
    start = i = lo
    while i < hi:
        token = tokens[i]
        if token.kind == OPEN or token.kind == CLOSE:
            pass
        elif token.kind == STOP or token.low in _MAY_END or _is_single_letter(token):
            end = i + 1
            while end < hi and (
                tokens[end].kind == CLOSE
                or (tokens[end].kind == STOP and tokens[end].start == tokens[end - 1].end)
                or (tokens[end].kind == PUNCT and tokens[end].text in ")]")
            ):
                if tokens[end].kind == CLOSE:
                    pass
                end += 1
            if _ends_here(tokens, i, end, hi):
                ranges.append((start, end))
                start = end
            i = end
            continue
        i += 1
    if start < hi:
        ranges.append((start, hi))
    return [part for lo_, hi_ in ranges for part in _bounded(tokens, lo_, hi_)]


MOST_TOKENS = 400
"""A longer "sentence" is no sentence (a table, a list without stops): it is cut, so that the
time to read a text grows with its length and not with its square."""


def _bounded(tokens: Sequence[Token], lo: int, hi: int) -> Iterator[tuple[int, int]]:
    while hi - lo > MOST_TOKENS:
        cut = next(
            (k + 1 for k in range(lo + MOST_TOKENS - 1, lo + 200, -1) if tokens[k].kind == COMMA),
            lo + MOST_TOKENS,
        )
        yield lo, cut
        lo = cut
    yield lo, hi


def _ends_here(tokens: Sequence[Token], stop: int, after: int, hi: int) -> bool:
    if after >= hi:
        return True
    following = tokens[after]
    if _is_single_letter(tokens[stop]):
        return following.is_upper and following.low in _STARTERS and following.low not in _NAMES
    if tokens[stop].low in _MAY_END:
        return following.kind == WORD and following.is_upper and following.low in _STARTERS
    if following.kind == WORD:
        return following.text[0].isupper() or not following.text[0].islower()
    if following.kind in (OPEN, NUMBER):
        return True
    # „Nein!“, sagte er.  /  a dash after the full stop begins a new thought
    return following.kind == PUNCT and following.text in "–-—•(*"
