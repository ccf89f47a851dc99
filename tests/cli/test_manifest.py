"""What is noted of a folder survives whatever happens to the file it is noted in."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprengel.cli.manifest import NAME, Manifest
from sprengel.cli.output import Names
from sprengel.cli.sources import Source

STEMS = ("protokoll", "protokoll", "antrag", "Brief an Lindach", "ä.b")


def source(number: int) -> Source:
    return Source(
        label=f"{number}", stem=STEMS[number], name="x.txt", path=Path(f"/t/{number}/x.txt")
    )


def filled(folder: Path) -> bytes:
    manifest, names = Manifest(folder, "reader 1"), Names()
    for number, stem in enumerate(STEMS):
        name = names.unique(stem)
        (folder / f"{name}.json").write_text(str(number))
        manifest.add(source(number), f"sha {number}", [(stem, name, 1)], failed=0)
    manifest.close()
    return (folder / NAME).read_bytes()


@given(cut=st.floats(0, 1), rest=st.binary(max_size=40) | st.sampled_from([b"5\n", b"[" * 99999]))
@settings(deadline=None, max_examples=60)
def test_a_damaged_note_never_makes_a_text_done_that_is_not(cut: float, rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        whole = filled(folder)
        kept = whole[: round(len(whole) * cut)]
        (folder / NAME).write_bytes(kept + rest)
        manifest, names = Manifest(folder, "reader 1"), Names()
        manifest.load(names)
        done = [n for n in range(5) if manifest.claim(source(n), f"sha {n}").documents]
        # What follows a whole line spoils at most the line it is on.
        assert set(done) <= set(range(5))
        assert len(done) >= kept.count(b"\n")
        manifest.add(source(0), "sha new", [("protokoll", "protokoll", 1)], failed=0)
        manifest.close()
        assert json.loads((folder / NAME).read_bytes().splitlines()[-1])["sha256"] == "sha new"


@pytest.mark.parametrize("name", ["../fort", "/fort", "a/b", ".versteckt", ""])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    line = {"origin": "/t/0/x.txt", "stem": "protokoll", "sha256": "s", "reader": "reader 1"}
    entry = line | {"written": [["protokoll", name, 1]], "failed": 0}
    (tmp_path / NAME).write_text(json.dumps(entry) + "\n")
    manifest = Manifest(tmp_path, "reader 1")
    manifest.load(Names())
    assert manifest.claim(source(0), "s").names == ()
    manifest.close()


def test_a_thousand_documents_of_one_name_have_a_thousand_names() -> None:
    names = Names()
    given_names = [names.unique("Protokoll" if n % 2 else "protokoll") for n in range(1000)]
    assert len({name.casefold() for name in given_names}) == 1000
    assert given_names[:3] == ["protokoll", "Protokoll-2", "protokoll-3"]
