"""The reference is held against the code: what is not documented does not pass."""

from __future__ import annotations

import re

import pytest
import typer
from tests.conftest import PROJECT

from sprengel.cli.main import app
from sprengel.config.env import SETTINGS

DOCS = PROJECT / "docs"


def commands() -> list[tuple[str, list[str]]]:
    """Every command as typed, with its option names."""
    found: list[tuple[str, list[str]]] = []

    def walk(command: object, words: list[str]) -> None:
        children = getattr(command, "commands", None)
        if children is not None:
            for name, child in sorted(children.items()):
                walk(child, [*words, name])
            return
        options = [
            o for p in command.params for o in p.opts if o.startswith("--") and o != "--help"
        ]  # type: ignore[attr-defined]
        found.append((" ".join(words), options))

    walk(typer.main.get_command(app), ["sprengel"])
    return found


@pytest.mark.parametrize(("words", "options"), commands(), ids=[c[0] for c in commands()])
def test_command_is_documented(words: str, options: list[str]) -> None:
    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    section = re.search(rf"^## `{re.escape(words)}.*?(?=^## |\Z)", page, re.M | re.S)
    assert section, f"docs/reference/cli.md has no section for `{words}`"
    missing = [o for o in options if f"`{o}" not in section[0]]
    assert not missing, f"`{words}`: not documented: {missing}"


def test_no_command_is_documented_that_does_not_exist() -> None:
    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    known = {words for words, _ in commands()}
    for heading in re.findall(r"^## `(sprengel[^`]*)`", page, re.M):
        words = " ".join(w for w in heading.split() if w.islower() and "…" not in w)
        assert words in known, f"documented, but no such command: {heading}"


def test_every_setting_is_documented_with_its_default() -> None:
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        row = next((line for line in page.splitlines() if f"`{setting.name}`" in line), "")
        assert row, f"{setting.name} is not in docs/reference/settings.md"
        assert setting.meaning in row
        assert setting.default in row


def test_environment_is_read_in_one_place_only() -> None:
    """Settings come through config/env.py; the command line may set them for its children."""
    allowed = {
        "config/env.py",
        "config/wsgi.py",
        "cli/server.py",
        "cli/demo.py",
        "cli/text.py",
        "cli/backup.py",
        "cli/web.py",
    }
    for path in (PROJECT / "src" / "sprengel").rglob("*.py"):
        name = path.relative_to(PROJECT / "src" / "sprengel").as_posix()
        if name not in allowed:
            # Which settings module Django takes is Django's own affair.
            code = path.read_text(encoding="utf-8").replace('("DJANGO_SETTINGS_MODULE"', "")
            assert not re.search(r"os\.environ(?!\.(?:get|setdefault)\b(?!\())", code), name


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), *PROJECT.glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.relative_to(PROJECT)}: {target}"
