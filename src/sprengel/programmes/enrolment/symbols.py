"""A state as a sign: the same shape in the table and on the map, never colour alone."""

from __future__ import annotations

from sprengel.programmes.models import EnrolmentState

SYMBOLS: dict[str, str] = {
    EnrolmentState.INTERESTED: "○",
    EnrolmentState.APPLIED: "◇",
    EnrolmentState.GRANTED: "■",
    EnrolmentState.JOINED: "●",
    EnrolmentState.REFUSED: "✕",
    EnrolmentState.WITHDRAWN: "▽",
    EnrolmentState.ENDED: "□",
}
