"""Second opinions: optional engines that propose statements, and what becomes of a proposal.

An engine is asked after the rules have read. It only ever *proposes*; :func:`verify` holds every
proposal against the text, and :func:`merge` lets it raise or lower the confidence of what the
rules read, or add something doubtful. Nothing here is needed to read a document, and importing
this package imports neither a network client nor a model runtime.
"""

from __future__ import annotations

from sprengel.reading.engines.configured import engines_from
from sprengel.reading.engines.llm.settings import LlmSettings
from sprengel.reading.engines.merge import merge
from sprengel.reading.engines.opinions import add_opinions
from sprengel.reading.engines.problems import EngineProblem
from sprengel.reading.engines.proposals import Engine, Proposal, Proposals, Quote
from sprengel.reading.engines.verify import Verified, verify

__all__ = [
    "Engine",
    "EngineProblem",
    "LlmSettings",
    "Proposal",
    "Proposals",
    "Quote",
    "Verified",
    "add_opinions",
    "engines_from",
    "merge",
    "verify",
]
