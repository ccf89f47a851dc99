"""Backup, restore and doctor as an operator runs them, and what can be wrong with an archive."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

MANIFEST = json.dumps({"version": "0", "database": "sprengel.sqlite3"}).encode()


class House:
    """An installation with two documents, driven by its own command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "SPRENGEL_DATA_DIR": str(folder), "DATABASE_URL": ""}

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sprengel.cli.main", *map(str, words)]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=120)

    def says(self, *words: object) -> str:
        """What a command says that cannot do its work: a sentence and no traceback."""
        done = self.run(*words)
        assert done.returncode == 1, done
        assert "Traceback" not in done.stderr
        assert "Error" not in done.stderr
        return done.stderr + done.stdout

    def originals(self) -> list[Path]:
        return sorted(path for path in (self.folder / "files").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("haus")
    made = House(folder / "daten")
    assert made.run("migrate").returncode == 0
    for number in range(2):
        text = folder / f"text{number}.txt"
        text.write_text(f"Text {number}", encoding="utf-8")
        assert made.run("document", "add", text).returncode == 0
    return made


@pytest.fixture(scope="module")
def saved(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sicherung") / "sicherung.tar.gz"
    assert house.run("backup", target).returncode == 0
    return target


@pytest.fixture
def copied(house: House, tmp_path: Path) -> House:
    """The same installation once more, to break."""
    shutil.copytree(house.folder, tmp_path / "kopie")
    return House(tmp_path / "kopie")


@pytest.fixture
def empty(tmp_path: Path) -> House:
    return House(tmp_path / "leer")


def archive_with(path: Path, **members: bytes | tuple[bytes, str]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            if isinstance(content, tuple):
                info.type, info.linkname = content
                archive.addfile(info)
            else:
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    return path


def test_only_its_owner_may_read_a_backup(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_restored_into_an_empty_folder_everything_is_there(
    house: House, saved: Path, empty: House
) -> None:
    assert empty.run("restore", saved).returncode == 0
    assert [p.name for p in empty.originals()] == [p.name for p in house.originals()]
    assert empty.run("migrate").returncode == 0
    told = empty.run("doctor")
    assert (told.returncode, "Alle Originaldateien sind da." in told.stdout) == (0, True), told


def test_what_is_there_is_replaced_only_when_asked(saved: Path, empty: House) -> None:
    assert empty.run("restore", saved).returncode == 0
    assert "--replace" in empty.says("restore", saved)
    assert empty.run("restore", "--replace", saved).returncode == 0


@pytest.mark.parametrize("harm", ["gone", "cut"])
def test_doctor_finds_an_original_that_is_gone_or_cut(harm: str, copied: House) -> None:
    first = copied.originals()[0]
    first.unlink() if harm == "gone" else first.write_bytes(b"")
    told = copied.run("doctor")
    assert told.returncode == 1
    assert "1 Originaldateien fehlen" in told.stdout
    assert "Traceback" not in told.stderr


BROKEN = {
    "path": {"sprengel-backup.json": MANIFEST, "../../boese.txt": b"x"},
    "absolute": {"sprengel-backup.json": MANIFEST, "/tmp/boese.txt": b"x"},
    "link": {"sprengel-backup.json": MANIFEST, "files/a": (tarfile.SYMTYPE, "/etc")},
    "hard link": {"sprengel-backup.json": MANIFEST, "files/a": (tarfile.LNKTYPE, "/etc/passwd")},
    "device": {"sprengel-backup.json": MANIFEST, "files/a": (tarfile.CHRTYPE, "")},
    "nothing": {},
    "no manifest": {"sprengel.sqlite3": b"x"},
    "manifest is a list": {"sprengel-backup.json": b"[1]"},
    "manifest leads out": {"sprengel-backup.json": b'{"database": "../x"}'},
    "folder for a file": {"sprengel-backup.json": MANIFEST, "sprengel.sqlite3/x": b"x"},
    "file and folder": {"files": b"x", "files/x": b"x"},
    "no database": {"sprengel-backup.json": MANIFEST, "sprengel.sqlite3": b"kein SQLite"},
    "empty database": {"sprengel-backup.json": MANIFEST, "sprengel.sqlite3": b""},
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_archive_changes_nothing(kind: str, copied: House, tmp_path: Path) -> None:
    before = (copied.folder / "sprengel.sqlite3").read_bytes(), copied.originals()
    broken = archive_with(tmp_path / "kaputt.tar.gz", **BROKEN[kind])
    assert "Sicherung" in copied.says("restore", "--replace", broken)
    assert ((copied.folder / "sprengel.sqlite3").read_bytes(), copied.originals()) == before
    assert not [path.name for path in copied.folder.iterdir() if path.name.startswith(".sprengel")]


@pytest.mark.parametrize("kept", [0, 1, 500, 0.5, 0.99])
def test_a_cut_archive_changes_nothing(
    kept: float, saved: Path, empty: House, tmp_path: Path
) -> None:
    whole = saved.read_bytes()
    cut = tmp_path / "gekuerzt.tar.gz"
    cut.write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    assert "Sicherung" in empty.says("restore", cut)
    assert not (empty.folder / "files").exists()


@pytest.mark.parametrize("target", ["", "files/sicherung.tar.gz"])
def test_a_backup_is_not_written_where_it_cannot_be_meant(target: str, house: House) -> None:
    house.says("backup", house.folder / target)
    assert len(house.originals()) == 2


def test_nothing_to_save_and_nothing_to_restore(empty: House, tmp_path: Path) -> None:
    assert "migrate" in empty.says("backup", tmp_path / "x.tar.gz")
    assert "gibt es nicht" in empty.says("restore", tmp_path / "fehlt.tar.gz")
    assert "gibt es nicht" in empty.says("restore", tmp_path)
