"""A result as a document of the archive: plain text, each question a passage with its base."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.surveys.results.exports import notes
from sprengel.surveys.results.reckoning import Results
from sprengel.surveys.results.showing import Block, blocks


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    passages: dict[int, tuple[int, int]]
    """By question: from where to where its lines go."""


def written(results: Results) -> Written:
    """The same results make the same text, whenever it is written: taken in once."""
    assert not results.sees_all, "a document travels further than this page"
    title = _("Ergebnis der Umfrage „%(title)s“") % {"title": _line(results.survey.title)}
    text = "\n".join([title, "", *(_line(note) for note in notes(results)), ""])
    passages = {}
    for block in blocks(results):
        text += "\n"
        start = len(text)
        text += "\n".join(_lines(block))
        passages[block.question.pk] = (start, len(text))
        text += "\n"
    return Written(text, passages)


def _lines(block: Block) -> list[str]:
    lines = [_line(f"{block.result.number}. {block.question.text}")]
    for part in block.parts[:1]:
        for line in part.lines:
            lines += [
                f"{_line(name)}: {cell.text}"
                for name, cell in zip(block.head, line.cells, strict=True)
            ]
    lines += [_line(note) for note in (*block.notes, block.standing)]
    return lines


def _line(text: str) -> str:
    """One line, without what the text of a file cannot hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
