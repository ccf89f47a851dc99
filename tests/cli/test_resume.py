"""`sprengel read --out DIR --resume`: goes on where an earlier run was broken off."""

from __future__ import annotations

import json
import signal
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from sprengel.cli.manifest import Manifest
from tests.cli.running import count_written, lines, run, start, written

DEMAND = "Die Stadt Lindach forderte das Land auf, die Frist Nummer {} zu verlängern.\n"
MANIFEST = ".sprengel-read.jsonl"


@pytest.fixture
def texts(tmp_path) -> Path:
    """Two folders with files of the same names, one pair of the same content."""
    for folder in ("a", "b"):
        (tmp_path / "texte" / folder).mkdir(parents=True)
        for number in range(3):
            text = DEMAND.format(number if number == 0 else f"{number} {folder}")
            (tmp_path / "texte" / folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "texte"


def test_what_is_written_is_passed_over_and_counted(texts, tmp_path):
    out = tmp_path / "out"
    assert run("read", texts, "--out", out).returncode == 0
    before = {p.name: p.stat().st_mtime_ns for p in out.glob("*.json")}
    assert len(before) == 6
    done = run("read", texts, "--out", out, "--resume")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "6 Dokumente waren schon gelesen und wurden übersprungen.\n"
    assert {p.name: p.stat().st_mtime_ns for p in out.glob("*.json")} == before


def test_a_run_killed_in_the_middle_goes_on_to_the_same_end(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / "texte" / folder).mkdir(parents=True)
        for number in range(60):
            text = DEMAND.format(f"{number} {folder if number % 2 else ''}") * 10
            (tmp_path / "texte" / folder / f"{number}.txt").write_text(text, encoding="utf-8")
    out, whole = tmp_path / "out", tmp_path / "whole"
    process = start("read", tmp_path / "texte", "--out", out, "--jobs", "2")
    while count_written(out) < 70:
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done_before = len(lines(out))
    with (out / MANIFEST).open("a") as manifest:
        manifest.write('{"origin": "/halbe/Zei')
    (out / ".sprengel-halb.tmp").write_text('{"doc": ')
    done = run("read", tmp_path / "texte", "--out", out, "--resume", "--jobs", "2")
    assert done.returncode == 0
    assert 0 < done_before < 120
    assert f"{done_before} Dokumente waren schon gelesen" in done.stdout
    run("read", tmp_path / "texte", "--out", whole)
    assert written(out) == written(whole)
    assert len(written(out)) == 120
    assert not (out / ".sprengel-halb.tmp").exists()
    again = run("read", tmp_path / "texte", "--out", out, "--resume")
    assert "120 Dokumente waren schon gelesen" in again.stdout


def test_a_text_that_changed_takes_its_own_place_again(texts, tmp_path):
    out = tmp_path / "out"
    run("read", texts, "--out", out)
    before = written(out)
    (texts / "b" / "1.txt").write_text(DEMAND.format("neunundneunzig"), encoding="utf-8")
    done = run("read", texts, "--out", out, "--resume")
    assert done.stdout.splitlines()[-1].startswith("5 Dokumente")
    after = written(out)
    assert set(after) == set(before)
    assert {name for name in after if after[name] != before[name]} == {"1-2"}


def test_a_new_text_takes_no_name_of_one_that_is_there(texts, tmp_path):
    out = tmp_path / "out"
    run("read", texts, "--out", out)
    before = written(out)
    (texts / "0").mkdir()
    (texts / "0" / "1.txt").write_text(DEMAND.format("ganz neu"), encoding="utf-8")
    assert run("read", texts, "--out", out, "--resume").returncode == 0
    after = written(out)
    assert set(after) - set(before) == {"1-3"}
    assert {name: after[name] for name in before} == before


def test_the_content_decides_wherever_the_folder_lies(texts, tmp_path):
    out = tmp_path / "out"
    run("read", texts, "--out", out)
    moved = texts.rename(tmp_path / "anderswo")
    assert run("read", moved, "--out", out, "--resume").stdout.startswith("6 Dokumente")
    assert len(written(out)) == 6


@pytest.mark.parametrize("broken", ["deleted", "cut", "other date"])
def test_what_is_not_whole_or_read_otherwise_is_read_again(texts, tmp_path, broken):
    out = tmp_path / "out"
    run("read", texts, "--out", out)
    before = written(out)
    options = []
    if broken == "deleted":
        (out / "2.json").unlink()
    elif broken == "cut":
        (out / "2.json").write_text(before["2"][:20], encoding="utf-8")
    else:
        options = ["--date", "2026-03-01"]
    done = run("read", texts, "--out", out, "--resume", *options)
    assert done.returncode == 0
    skipped = [line for line in done.stdout.splitlines() if "übersprungen" in line]
    assert [line[0] for line in skipped] == ([] if options else ["5"])
    assert written(out) == before


def test_what_failed_is_tried_again_and_nothing_is_there_twice(tmp_path):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@lindach.example", "Antrag"
    mail.set_content(DEMAND.format(1))
    mail.add_attachment(b"kaputt", maintype="application", subtype="x", filename="antrag.docx")
    (tmp_path / "post.eml").write_bytes(mail.as_bytes())
    out = tmp_path / "out"
    for _ in range(2):
        done = run("read", tmp_path / "post.eml", "--out", out, "--resume")
        assert done.returncode == 1
        assert "antrag.docx" in done.stderr
        assert set(written(out)) == {"post"}


def test_members_of_an_archive_are_passed_over_too(texts, tmp_path):
    import shutil

    archive = shutil.make_archive(str(tmp_path / "mappe"), "zip", texts)
    out = tmp_path / "out"
    run("read", archive, "--out", out)
    assert run("read", archive, "--out", out, "--resume").stdout.startswith("6 Dokumente")


def test_one_run_at_a_time_writes_to_a_folder(texts, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    other = Manifest(out, "another run")
    done = run("read", texts, "--out", out, "--resume")
    assert (done.returncode, done.stdout) == (1, "")
    assert "schreibt gerade ein anderer Lauf" in done.stderr
    other.close()
    assert run("read", texts, "--out", out, "--resume").returncode == 0


def test_resume_needs_a_folder(texts):
    done = run("read", texts, "--resume")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--out" in done.stderr


def test_every_line_tells_what_was_written_from_what(texts, tmp_path):
    out = tmp_path / "out"
    run("read", texts, "--out", out)
    names = [name for line in lines(out) for _stem, name, _size in line["written"]]
    assert sorted(names) == sorted(written(out))
    first = lines(out)[0]
    assert first["origin"] == str(texts / "a" / "0.txt")
    assert json.loads(written(out)["0"])["doc"] == "0"
