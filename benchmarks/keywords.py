"""The baseline an afternoon of keywords gives: one word list, the words before and after it.

Kept so that ``benchmarks/reading.py`` can say what the rules and the model are worth.
"""

from __future__ import annotations

import re

from sprengel.reading.document import Act, ReadDocument, Span, Statement

WORDS: dict[Act, str] = {
    Act.DEMAND: "forderte|forderten|fordert|fordern|verlangte|verlangt|appellierte|appelliert|"
    "beantragte|beantragt|bat|baten|bittet|bitten|plädierte|plädierten|schlug|schlägt|müsse|müssten",
    Act.COMMITMENT: "sagte zu|sagten zu|zugesagt|versprach|verspricht|versprochen|kündigte|kündigt|"
    "versicherte|sicherte",
    Act.DECISION: "beschließt|beschloss|beschlossen|genehmigt|genehmigte|billigte|verabschiedete|"
    "stimmte zu|stimmt zu",
    Act.ASSIGNMENT: "beauftragt|beauftragte|ermächtigt|ermächtigte",
    Act.APPROVAL: "begrüßt|begrüßte|begrüßten|begrüßen|lobte|dankte|danken|dankt|bedankte|freut|freue|"
    "freuen|unterstützen|unterstützt",
    Act.CRITICISM: "kritisierte|kritisiert|bedauerte|bedauert|bedauerten|warnte|warnt|bemängelte|lehnte|"
    "lehnt|lehnen",
    Act.QUESTION: "fragte|fragt|erkundigte|erkundigt",
    Act.REPORT: "sagte|sagt|berichtete|berichtet|erklärte|erklärt|erläuterte|erläutert|betonte|betont|"
    "verwies|verweist|meinte|meint|teilte|informierte|ergänzte|entgegnete",
}
_SENTENCE = re.compile(r"[^.!?\n]+(?:\n(?!\s*\n)[^.!?\n]+)*")
_CUE = re.compile("|".join(f"(?P<{act.value}>\\b(?:{words})\\b)" for act, words in WORDS.items()))


def read_by_keywords(text: str, name: str = "") -> ReadDocument:
    """Every keyword is a statement: who stands before it, what behind."""
    statements = []
    for sentence in _SENTENCE.finditer(text):
        for cue in _CUE.finditer(text, sentence.start(), sentence.end()):
            statements.append(
                Statement(
                    act=Act(cue.lastgroup or "report"),
                    cue=(Span(*cue.span()),),
                    source=_stripped(text, sentence.start(), cue.start()),
                    message=_stripped(text, cue.end(), sentence.end()),
                )
            )
    return ReadDocument(name=name, text=text, statements=tuple(statements), engine="keywords")


def _stripped(text: str, start: int, end: int) -> tuple[Span, ...]:
    while start < end and text[start] in " \n\t,:„“":
        start += 1
    while end > start and text[end - 1] in " \n\t,:„“":
        end -= 1
    return (Span(start, end),) if start < end else ()
