"""The engines an operator has switched on; without settings there are none."""

from __future__ import annotations

from pathlib import Path

from sprengel.reading.engines.llm.settings import LlmSettings
from sprengel.reading.engines.proposals import Engine


def engines_from(
    *, llm: LlmSettings | None = None, onnx_folder: Path | None = None
) -> tuple[Engine, ...]:
    """Raises :class:`EngineProblem` for settings that cannot work, before any document is read."""
    engines: list[Engine] = []
    if onnx_folder is not None:
        # Late: only whoever configured a model looks for its runtime.
        from sprengel.reading.engines.token_classifier.engine import TokenClassifier

        engines.append(TokenClassifier.in_folder(onnx_folder))
    if llm is not None:
        # Late: the network client is not even loaded unless an address was given.
        from sprengel.reading.engines.llm.engine import LlmEngine

        engines.append(LlmEngine(llm))
    return tuple(engines)
