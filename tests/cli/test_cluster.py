"""`sprengel read --scheduler`: the same reading on many machines. A real cluster of processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sprengel.cli import cluster as dask_cluster
from sprengel.cli.pool import Bounds
from tests.cli.running import count_written, lines, run, start, written
from tests.conftest import PROJECT

distributed = pytest.importorskip("distributed")

DEMAND = "Die Stadt Lindach forderte das Land auf, die Frist Nummer {} zu verlängern.\n"


@pytest.fixture(scope="module")
def workers() -> Iterator[distributed.LocalCluster]:
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        silence_logs=60,
    ) as cluster:
        yield cluster


@pytest.fixture
def texts(tmp_path) -> Path:
    """Many texts, some of the same name, some of the same content, one that is no text."""
    for folder in ("a", "b"):
        (tmp_path / "texte" / folder).mkdir(parents=True)
        for number in range(60):
            text = DEMAND.format(f"{number} {folder if number % 2 else ''}") * 20
            (tmp_path / "texte" / folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "texte" / "a" / "leer.txt").write_bytes(b"")
    return tmp_path / "texte"


def test_a_killed_worker_loses_no_text_and_doubles_none(workers, texts, tmp_path):
    out, here = tmp_path / "out", tmp_path / "here"
    with distributed.Client(workers, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())
    process = start("read", texts, "--out", out, "--scheduler", workers.scheduler_address)
    while count_written(out) < 20:
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)
    os.kill(pids[0], signal.SIGKILL)
    assert count_written(out) < 120
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    done = run("read", texts, "--out", here)
    assert sorted(errors.replace(str(out), str(here)).splitlines()) == sorted(
        done.stderr.splitlines()
    )
    assert f"{texts}/a/leer.txt: Diese Datei ist leer" in errors
    assert written(out) == written(here)
    assert len(written(out)) == 120
    origins = [line["origin"] for line in lines(out)]
    assert len(origins) == len(set(origins)) == 120
    resumed = run("read", texts, "--out", out, "--resume", "--scheduler", workers.scheduler_address)
    assert "120 Dokumente waren schon gelesen" in resumed.stdout


def test_bounds_hold_there_too(workers, tmp_path):
    (tmp_path / "1.txt").write_text(DEMAND, encoding="utf-8")
    (tmp_path / "2.txt").write_text(DEMAND * 20_000, encoding="utf-8")
    (tmp_path / "3.txt").write_text(DEMAND, encoding="utf-8")
    address = workers.scheduler_address
    done = run("read", tmp_path, "--format", "json", "--scheduler", address, "--timeout", "2")
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"{tmp_path}/2.txt: ")
    assert "länger als 2 Sekunden" in sentence
    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["1", "3"]


def test_another_version_on_the_workers_is_named(workers, texts, tmp_path):
    shutil.copytree(PROJECT / "src" / "sprengel", tmp_path / "src" / "sprengel")
    with (tmp_path / "src" / "sprengel" / "reading" / "read.py").open("a") as file:
        file.write("# changed\n")
    address = workers.scheduler_address
    done = run("read", texts, "--scheduler", address, PYTHONPATH=str(tmp_path / "src"))
    assert (done.returncode, done.stdout) == (1, "")
    (sentence,) = done.stderr.splitlines()
    assert "liest eine andere Fassung von Sprengel" in sentence


def test_what_is_missing_is_said_in_a_sentence(texts, tmp_path):
    (tmp_path / "distributed.py").write_text("raise ImportError('distributed')")
    address = "tcp://127.0.0.1:9"
    missing = run("read", texts, "--scheduler", address, PYTHONPATH=str(tmp_path))
    unreachable = run("read", texts, "--scheduler", address)
    no_address = run("read", texts, "--scheduler", "quatsch")
    for done, words in (
        (missing, "pip install 'sprengel[cluster]'"),
        (unreachable, "Der Scheduler tcp://127.0.0.1:9 ist nicht zu erreichen"),
        (no_address, "quatsch ist keine Adresse eines Schedulers"),
    ):
        assert (done.returncode, done.stdout) == (1, "")
        (sentence,) = done.stderr.splitlines()
        assert words in sentence


def test_nobody_waits_for_workers_that_do_not_come(monkeypatch):
    monkeypatch.setattr(dask_cluster, "_CONNECT_SECONDS", 2.0)
    with distributed.LocalCluster(
        n_workers=0, processes=True, dashboard_address=":0", silence_logs=60
    ) as nobody:
        readings = dask_cluster.read_on_cluster(
            [], address=nobody.scheduler_address, in_flight=None, bounds=Bounds()
        )
        with pytest.raises(dask_cluster.ClusterProblem, match="kein Rechner angemeldet"):
            list(readings)
