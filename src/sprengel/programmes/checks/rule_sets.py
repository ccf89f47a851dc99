"""The rule files that come with the program, read once."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from sprengel.programmes.engines import eligibility
from sprengel.programmes.engines.eligibility import RuleSet

FOLDER = resources.files("sprengel.programmes.engines") / "rules_data"

__all__ = ["RuleSet", "all_rule_sets", "rule_set"]


@lru_cache(maxsize=1)
def all_rule_sets() -> tuple[RuleSet, ...]:
    """By key; a file that cannot be read is a fault of the program and says so at once."""
    files = sorted(FOLDER.iterdir(), key=lambda one: one.name)
    return tuple(
        eligibility.parse(one.read_text(encoding="utf-8"))
        for one in files
        if one.name.endswith(".toml")
    )


def rule_set(key: str) -> RuleSet | None:
    return next((one for one in all_rule_sets() if one.key == key), None)
