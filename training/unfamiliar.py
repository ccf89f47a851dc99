"""Reading a text as if its own words had never been seen.

The rules' word lists were written with these very texts at hand, so the rules look better on them
than on others. To learn and to measure honestly, a text is read with those words taken out of the
lexicon that carry a statement in this text and in no other of ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from corpus import Annotated

from sprengel.language.tokens import tokenize
from sprengel.reading.lexicon import lexicon
from sprengel.reading.model.features import word_class

Word = tuple[str, str]
"""("verb", lemma), ("noun", …), ("predicate", …) or ("judgement", …)."""


def own_words(texts: Sequence[Annotated]) -> dict[str, frozenset[Word]]:
    """For each text the words that carry a statement there and nowhere else."""
    users: dict[Word, set[str]] = defaultdict(set)
    for annotated in texts:
        for gold in annotated.gold:
            for start, end in gold.cue:
                for word in _words_of(annotated.text[start:end]):
                    users[word].add(annotated.name)
    return {
        annotated.name: frozenset(w for w, names in users.items() if names == {annotated.name})
        for annotated in texts
    }


def _words_of(cue: str) -> Iterator[Word]:
    words = lexicon()
    for token in tokenize(cue)[0]:
        for hit in words.verbs.get(token.low, ()):
            yield "verb", hit.entry.lemma
        if token.text in words.nouns:
            yield "noun", token.text
        if token.low in words.predicates:
            yield "predicate", token.low
        if token.low in words.judgements:
            yield "judgement", token.low


@contextmanager
def without(taken_out: frozenset[Word]) -> Iterator[None]:
    """The lexicon without some words, inside the block."""
    words = lexicon()
    tables = (words.verbs, words.nouns, words.predicates, words.judgements)
    saved = [dict(table) for table in tables]
    lemmas = {word for kind, word in taken_out if kind == "verb"}
    for form, hits in list(words.verbs.items()):
        left = tuple(hit for hit in hits if hit.entry.lemma not in lemmas)
        if len(left) < len(hits):
            if left:
                words.verbs[form] = left
            else:
                del words.verbs[form]
    for kind, word in taken_out:
        table: dict[str, object] = {
            "noun": words.nouns, "predicate": words.predicates, "judgement": words.judgements,
        }.get(kind, {})  # type: ignore[assignment]  # fmt: skip
        table.pop(word, None)
    word_class.cache_clear()
    try:
        yield
    finally:
        for table, before in zip(tables, saved, strict=True):
            table.clear()  # type: ignore[attr-defined]
            table.update(before)  # type: ignore[attr-defined]
        word_class.cache_clear()
