"""From a text to its statements: the components in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sprengel.reading.actors import ActorRegistry, name_actors
from sprengel.reading.deadlines import find_date, find_deadlines
from sprengel.reading.document import Block, Page, ReadDocument
from sprengel.reading.engines import Engine, add_opinions
from sprengel.reading.model import second_opinion
from sprengel.reading.reasons import settle_reasons
from sprengel.reading.statements.collect import cut_text, find_statements
from sprengel.reading.votes import find_votes

ENGINE = "rules 0.1.0"

Component = Callable[[ReadDocument], None]


def read(
    source: str | Path,
    *,
    name: str = "",
    dated_on: date | None = None,
    body: str = "",
    registry: ActorRegistry | None = None,
    engines: Sequence[Engine] = (),
) -> ReadDocument:
    """Read a text, or the file at a path, and return what it says and who says it.

    ``body`` is whose document it is ("Stadt Lindach"), where the caller knows it and the text need
    not say it: "der Gemeinderat" of its minutes is then that of Lindach.
    """
    if isinstance(source, Path):
        text, pages, blocks, title = _extracted(source)
        document = read_text(
            text,
            name=name or source.stem,
            pages=pages,
            blocks=blocks,
            dated_on=dated_on,
            body=body,
            registry=registry,
            engines=engines,
        )
        document.title = document.title or title
        return document
    return read_text(
        source, name=name, dated_on=dated_on, body=body, registry=registry, engines=engines
    )


def _extracted(path: Path) -> tuple[str, Sequence[Page], Sequence[Block], str]:
    if path.suffix.lower() in ("", ".txt"):
        return path.read_bytes().decode("utf-8"), (), (), ""
    from sprengel.reading import files  # late: the file readers bring heavy libraries

    extracted = files.extract(path.read_bytes(), path.name)
    return extracted.text, extracted.pages, extracted.blocks, extracted.title


def read_text(
    text: str,
    *,
    name: str,
    pages: Sequence[Page] = (),
    blocks: Sequence[Block] = (),
    dated_on: date | None = None,
    body: str = "",
    registry: ActorRegistry | None = None,
    engines: Sequence[Engine] = (),
    with_model: bool = True,
) -> ReadDocument:
    """Read a text whose pages and blocks are known already.

    ``with_model=False`` leaves out the trained second opinion, to compare.
    """
    document = ReadDocument(
        name=name,
        text=text,
        pages=tuple(pages),
        blocks=tuple(blocks),
        dated_on=dated_on,
        body=body,
    )
    find_date(document)
    cut = cut_text(document)
    find_statements(document, cut)
    settle_reasons(document)
    weighed_by = second_opinion(document, cut) if with_model else ""
    find_deadlines(document)
    document.votes = find_votes(document)
    opinions = add_opinions(document, engines)
    name_actors(document, registry)
    document.statements = tuple(replace(s) for s in document.statements)
    document.engine = " + ".join(filter(None, (ENGINE, weighed_by, *opinions)))
    return document
