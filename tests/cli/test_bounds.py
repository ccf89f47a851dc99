"""Bounds for each text and a flat memory, of the command as a whole."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from sprengel.cli.worker import resident_megabytes
from tests.cli.running import lines, run, start

DEMAND = "Die Stadt Lindach forderte das Land auf, die Frist zu verlängern.\n"


def test_a_text_that_takes_too_long_is_named_and_the_rest_is_read(tmp_path):
    (tmp_path / "1.txt").write_text(DEMAND, encoding="utf-8")
    (tmp_path / "2.txt").write_text(DEMAND * 25_000, encoding="utf-8")
    (tmp_path / "3.txt").write_text(DEMAND, encoding="utf-8")
    done = run("read", tmp_path, "--format", "json", "--jobs", "2", "--timeout", "1.5")
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"{tmp_path}/2.txt: ")
    assert "länger als 1.5 Sekunden" in sentence
    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["1", "3"]


def test_a_text_that_takes_too_much_memory_is_named_and_the_rest_is_read(tmp_path):
    (tmp_path / "1.txt").write_text(DEMAND, encoding="utf-8")
    (tmp_path / "2.txt").write_text(DEMAND * 10_000, encoding="utf-8")
    (tmp_path / "3.txt").write_text(DEMAND, encoding="utf-8")
    done = run("read", tmp_path, "--format", "json", "--memory", "64")
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"{tmp_path}/2.txt: ")
    assert "mehr als 64 MB Arbeitsspeicher" in sentence
    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["1", "3"]


def test_memory_does_not_grow_with_the_number_of_files(tmp_path):
    for number in range(2000):
        folder = tmp_path / "texte" / f"{number // 500}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").write_text("Guten Tag.\n")
    out = tmp_path / "out"
    process = start("read", tmp_path / "texte", "--out", out, "--jobs", "2")
    manifest = out / ".sprengel-read.jsonl"
    curve = []
    while process.poll() is None:
        if manifest.exists():
            curve.append((len(manifest.read_bytes()), resident_megabytes(process.pid)))
        time.sleep(0.05)
    process.communicate()
    assert process.returncode == 0
    assert len(lines(out)) == 2000
    size = manifest.stat().st_size
    early = max(mb for done, mb in curve if done < size / 4)
    late = max(mb for done, mb in curve if done > size * 3 / 4)
    assert late - early < 5


def test_neither_web_framework_nor_cluster_is_loaded(tmp_path):
    (tmp_path / "a.txt").write_text(DEMAND, encoding="utf-8")
    code = (
        "import sys; from typer.testing import CliRunner; from sprengel.cli.main import app; "
        f"r = CliRunner().invoke(app, ['read', {str(tmp_path)!r}]); "
        "roots = {m.split('.')[0] for m in sys.modules}; "
        "print(r.exit_code, sorted(roots & {'django', 'distributed', 'dask', 'onnxruntime'}))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.endswith("0 []\n")
