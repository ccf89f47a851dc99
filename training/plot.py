"""The calibration plot as a plain SVG."""

from __future__ import annotations

from collections.abc import Sequence

from evaluate import Bin

SIZE, LEFT, TOP, SIDE = 480, 70, 30, 360
_STYLE = (
    "text{font:13px 'Fira Sans',sans-serif;fill:#1a1f29}.axis{stroke:#5b6472;stroke-width:1}"
    ".ideal{stroke:#5b6472;stroke-dasharray:4 4}.model{stroke:#1d4fa3;fill:none;stroke-width:2}"
    ".dot{fill:#1d4fa3}.rules{stroke:#b3541e;fill:none;stroke-width:2;stroke-dasharray:7 4}"
    ".square{fill:#b3541e}.ground{fill:#fff}"
)


def calibration_svg(model: Sequence[Bin], rules: Sequence[Bin]) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" '
        'aria-labelledby="t d">',
        '<title id="t">Said confidence against share right</title>',
        f'<desc id="d">{_description(model)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{SIZE}" height="{SIZE}"/>',
        *_axes(),
        _line("rules", rules),
        *(
            f'<rect class="square" x="{_x(b.said) - 4:.1f}" y="{_y(b.true) - 4:.1f}" '
            'width="8" height="8"/>'
            for b in rules
        ),
        _line("model", model),
        *(
            f'<circle class="dot" cx="{_x(b.said):.1f}" cy="{_y(b.true):.1f}" '
            f'r="{3 + min(7.0, b.count**0.5 / 2):.1f}"/>'
            for b in model
        ),
        f'<circle class="dot" cx="{LEFT + 14}" cy="{TOP + 14}" r="5"/>'
        f'<text x="{LEFT + 26}" y="{TOP + 18}">with the model (area: how many)</text>',
        f'<rect class="square" x="{LEFT + 10}" y="{TOP + 30}" width="8" height="8"/>'
        f'<text x="{LEFT + 26}" y="{TOP + 39}">the rules’ own figure</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(value: float) -> float:
    return LEFT + SIDE * value


def _y(value: float) -> float:
    return TOP + SIDE * (1 - value)


def _axes() -> list[str]:
    bottom, right = _y(0), _x(1)
    parts = [
        f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{bottom}H{right}"/>',
        f'<path class="ideal" d="M{LEFT} {bottom}L{right} {TOP}"/>',
    ]
    for n in range(0, 11, 2):
        value = n / 10
        parts.append(
            f'<text x="{_x(value):.0f}" y="{bottom + 20:.0f}" text-anchor="middle">{n * 10}</text>'
        )
        parts.append(
            f'<text x="{LEFT - 8}" y="{_y(value) + 4:.0f}" text-anchor="end">{n * 10}</text>'
        )
    middle = TOP + SIDE / 2
    parts.append(
        f'<text x="{LEFT + SIDE / 2:.0f}" y="{bottom + 44:.0f}" text-anchor="middle">'
        "confidence said, percent</text>"
    )
    parts.append(
        f'<text x="22" y="{middle:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 22 {middle:.0f})">right in act, source and message, percent</text>'
    )
    return parts


def _line(name: str, points: Sequence[Bin]) -> str:
    path = " ".join(f"{_x(b.said):.1f},{_y(b.true):.1f}" for b in points)
    return f'<polyline class="{name}" points="{path}"/>'


def _description(model: Sequence[Bin]) -> str:
    return " ".join(
        f"Of {b.count} statements said {b.said:.0%} sure, {b.true:.0%} were right." for b in model
    )
