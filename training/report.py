"""The measured figures as tables in the documentation, between marks the script owns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluate import Reading, bins, brier, calibration_error, compare, judged, ranking
from plot import calibration_svg
from truth import scores

DOCUMENT = Path("docs/explanation/second-opinion.md")
PLOT = Path("docs/explanation/calibration.svg")
CARD = Path("src/sprengel/reading/model/MODEL_CARD.md")
_MARKED = re.compile(r"(<!-- figures: begin -->\n).*?(<!-- figures: end -->)", re.DOTALL)


def write_figures(
    project: Path, readings: Mapping[str, Sequence[Reading]], digest: str, size: int
) -> None:
    honest = readings["cross-validation, words unknown"]
    model, rules = judged(honest, both=True), judged(honest, both=False)
    (project / PLOT).write_text(calibration_svg(bins(model), bins(rules)), encoding="utf-8")
    tables = "\n".join(_comparison(name, group) for name, group in readings.items())
    tables += "\n" + _reliability(model)
    tables += "\n| confidence against truth | calibration error | Brier score | ranking |\n"
    tables += "|---|---|---|---|\n"
    for name in ("cross-validation, words unknown", "blind gold set"):
        if name in readings:
            for both, whose in ((False, "the rules' own"), (True, "with the model")):
                pairs = judged(readings[name], both=both)
                figures = (calibration_error(pairs), brier(pairs), ranking(pairs))
                tables += f"| {name}: {whose} ({len(pairs)} statements) | "
                tables += " | ".join(f"{figure:.3f}" for figure in figures) + " |\n"
    _between_marks(project / DOCUMENT, tables)
    card = f"weights.json: {size:,} bytes, sha256 `{digest}`\n\n" + "\n".join(
        _comparison(name, group) for name, group in readings.items() if "unknown" not in name
    )
    _between_marks(project / CARD, card)
    print(tables)


def _between_marks(path: Path, words: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(
        _MARKED.sub(lambda found: f"{found[1]}{words}{found[2]}", text), encoding="utf-8"
    )


def _comparison(name: str, readings: Sequence[Reading]) -> str:
    rules = scores((r.gold, r.rules) for r in readings)
    both = scores((r.gold, r.both) for r in readings)
    lines = [
        f"**{name[0].upper() + name[1:]}** ({len(readings)} texts, "
        f"{sum(len(r.gold) for r in readings)} statements)\n",
        "| measure | rules alone P / R / F1 | with the model P / R / F1 | difference (95 %) |",
        "|---|---|---|---|",
    ]
    spread = len({r.fold for r in readings}) < len(readings) and len({r.fold for r in readings}) > 1
    for line in compare(readings):
        a, b = rules[line.measure], both[line.measure]
        more = (f" ± {line.rules_spread:.3f}", f" ± {line.both_spread:.3f}") if spread else ("", "")
        lines.append(
            f"| {line.measure} | {_short(a)}{more[0]} | {_short(b)}{more[1]} | "
            f"{line.difference:+.3f} ({line.low:+.3f} to {line.high:+.3f}) |"
        )
    return "\n".join(lines) + "\n"


def _short(figures: Mapping[str, float]) -> str:
    return f"{figures['p']:.3f} / {figures['r']:.3f} / **{figures['f1']:.3f}**"


def _reliability(model: list[tuple[float, bool]]) -> str:
    lines = [
        "**Reliability** (cross-validation, words unknown)\n",
        "| confidence | statements | said on average | right |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {b.low:.1f}–{b.high:.1f} | {b.count} | {b.said:.2f} | {b.true:.2f} |"
        for b in bins(model)
    ]
    return "\n".join(lines) + "\n"
