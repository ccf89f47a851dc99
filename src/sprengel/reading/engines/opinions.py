"""Asking the engines, one after the other, without letting any of them stop the reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sprengel.reading.document import ReadDocument
from sprengel.reading.engines.merge import merge
from sprengel.reading.engines.problems import EngineProblem
from sprengel.reading.engines.proposals import Dropped, DropReason, Engine, Proposals
from sprengel.reading.engines.verify import verify

_WHY = {
    DropReason.NOT_IN_TEXT: "nicht wörtlich im Text",
    DropReason.AMBIGUOUS: "nicht eindeutig zuzuordnen",
    DropReason.UNKNOWN_ACT: "unbekannte Art",
    DropReason.UNREADABLE: "unlesbar",
    DropReason.EMPTY: "ohne Inhalt",
    DropReason.DUPLICATE: "doppelt",
    DropReason.NEGATED: "im Text verneint oder nicht angekreuzt",
}


def add_opinions(document: ReadDocument, engines: Sequence[Engine]) -> tuple[str, ...]:
    """Add every engine's opinion to the statements; returns the names of those that read.

    Comes after the rules and before actors and terms are named, so that what an engine adds gets
    both. Whatever goes wrong ends in a sentence among the document's notes.
    """
    read: list[str] = []
    failures: list[str] = []
    for engine in engines:
        proposals = _asked(engine, document)
        document.notes.extend(proposals.notes)
        if proposals.failure:
            failures.append(proposals.failure)
            continue
        verified = verify(document, proposals)
        document.statements = merge(document.statements, verified.statements, engine.name)
        document.notes.extend(_about_dropped(engine.name, verified.dropped))
        read.append(engine.name)
    rest = "gelesen wurde ohne ihn" if read else "gelesen haben nur die Regeln"
    document.notes.extend(f"{failure}; {rest}." for failure in failures)
    return tuple(read)


def _asked(engine: Engine, document: ReadDocument) -> Proposals:
    # A copy: an engine proposes, it does not write into the document.
    seen = replace(document, notes=list(document.notes))
    try:
        return engine.propose(seen)
    except EngineProblem as problem:
        why = str(problem).rstrip(".")
        return Proposals(engine.name, failure=f"„{engine.name}“ kann nicht lesen ({why})")
    except Exception as error:  # foreign code; the rules' reading must stand whatever it does
        kind = type(error).__name__
        return Proposals(engine.name, failure=f"„{engine.name}“ ist abgebrochen ({kind})")


def _about_dropped(engine: str, dropped: Sequence[Dropped]) -> list[str]:
    whole = Counter(_WHY[one.reason] for one in dropped if not one.role)
    parts = sum(1 for one in dropped if one.role)
    notes = []
    if whole:
        why = ", ".join(f"{count} {reason}" for reason, count in whole.items())
        notes.append(f"Verworfene Vorschläge von {engine}: {whole.total()} ({why}).")
    if parts:
        notes.append(
            f"Weggelassene Angaben in Vorschlägen von {engine}, weil sie nicht eindeutig im Text "
            f"stehen: {parts}."
        )
    return notes
