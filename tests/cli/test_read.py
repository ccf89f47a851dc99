"""`sprengel read`, run as people run it: as a command of its own."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.reading.files.making import make_docx, make_ole, make_pdf, make_zip, placed

DEMAND = (
    "Die Oberbürgermeisterin von Auenstadt, Vera Lindner, forderte das Land auf, die Frist zu "
    "verlängern.\n"
)
COMMAND = [sys.executable, "-m", "sprengel.cli.main"]


def run(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "COLUMNS")}
    env |= {"LANG": "de_DE.UTF-8", "PYTHONIOENCODING": "utf-8", **environment}
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], input=stdin, capture_output=True, env=env, timeout=120
    )
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def text(tmp_path) -> Path:
    file = tmp_path / "presse.txt"
    file.write_text(DEMAND, encoding="utf-8")
    return file


def documents(done: subprocess.CompletedProcess) -> dict[str, dict]:
    return {d["doc"]: d for d in map(json.loads, done.stdout.splitlines())}


def test_json_is_one_object_per_document_and_line(text):
    done = run("read", text, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    document = documents(done)["presse"]
    assert document["chars"] == len(DEMAND)
    statement = document["statements"][0]
    assert statement["act"] == "demand"
    start, end = statement["cue"][0]
    assert DEMAND[start:end].startswith("forderte")
    assert set(statement) >= {
        "act", "cue", "source", "addressee", "message", "deadline", "due_on", "actor",
        "confidence", "reason",
    }  # fmt: skip
    assert document["votes"] == []


def test_spans_of_a_text_with_crlf_are_those_of_the_file(tmp_path):
    raw = f"Kopfzeile\r\n\r\n{DEMAND}"
    (tmp_path / "a.txt").write_bytes(raw.encode())
    document = documents(run("read", tmp_path / "a.txt", "--format", "json"))["a"]
    assert document["chars"] == len(raw)
    start, end = document["statements"][0]["cue"][0]
    assert raw[start:end].startswith("forderte")


@pytest.mark.parametrize("width", ["60", "140"])
def test_the_table_names_who_what_and_where(text, width):
    done = run("read", text, COLUMNS=width)
    flat = " ".join(done.stdout.split())
    for word in ("Forderung", "Auenstadt", "Frist", "Land", "Zeile", "Wer", "Was"):
        assert word in flat
    assert max(map(len, done.stdout.splitlines())) <= int(width)
    assert re.search(r"^1 Aussage gefunden, [01] davon unsicher\.$", done.stdout, re.M)


def test_the_table_gives_pages_where_there_are_any(tmp_path):
    (tmp_path / "a.pdf").write_bytes(make_pdf([placed(["Anfang."]), placed([DEMAND.strip()[:80]])]))
    assert "Seite" in run("read", tmp_path / "a.pdf").stdout


def test_a_document_cannot_steer_the_terminal(tmp_path):
    (tmp_path / "a.txt").write_text(DEMAND.replace("Vera", "Ve\x1b[31mra"), encoding="utf-8")
    assert "\x1b" not in run("read", tmp_path / "a.txt").stdout


def test_the_first_locale_variable_that_is_set_decides(text):
    assert "Aussage" in run("read", text, LC_ALL="C", LANG="en_US.UTF-8").stdout


def test_standard_input_is_read_by_its_content():
    done = run("read", "-", "--format", "json", stdin=make_pdf([placed(["Ein Text."])]))
    assert documents(done)["stdin"]["chars"] == len("Ein Text.")


def test_folders_are_walked_and_other_files_left_out(tmp_path, text):
    below = tmp_path / "unten"
    below.mkdir()
    (below / "b.md").write_text("# Titel\n\n" + DEMAND, encoding="utf-8")
    (below / "bild.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (below / ".versteckt.txt").write_text("x")
    done = run("read", tmp_path, "--format", "json")
    assert (done.returncode, list(documents(done))) == (0, ["presse", "b"])


def test_archives_and_attachments_are_documents_of_their_own(tmp_path):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@lindach.example", "Antrag"
    mail["Date"] = "Wed, 04 Mar 2026 10:00:00 +0100"
    mail.set_content("Anbei der Antrag.")
    attached = make_docx(lambda d: d.add_paragraph(DEMAND))
    mail.add_attachment(attached, maintype="application", subtype="x", filename="antrag.docx")
    archive = make_zip(
        {
            "a/post.eml": mail.as_bytes(),
            "b.txt": DEMAND.encode(),
            "innen.zip": make_zip({"c.txt": b"c"}),
        }
    )
    (tmp_path / "mappe.zip").write_bytes(archive)
    done = run("read", tmp_path / "mappe.zip", "--format", "json")
    assert set(documents(done)) == {"mappe--post", "mappe--post--antrag", "mappe--b"}
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"{tmp_path}/mappe.zip: innen.zip: Ein Archiv in einem Archiv")


def test_what_fails_is_named_in_a_sentence_and_the_rest_is_read(tmp_path, text):
    (tmp_path / "alt.doc").write_bytes(make_ole("WordDocument"))
    (tmp_path / "geheim.pdf").write_bytes(make_pdf([placed(["x"])], password="x"))
    (tmp_path / "kaputt.docx").write_bytes(b"PK\x03\x04kaputt")
    files = [tmp_path / n for n in ("alt.doc", "geheim.pdf", "kaputt.docx", "fehlt.txt")]
    done = run("read", *files, text, "--format", "json", "--jobs", "2")
    assert done.returncode == 1
    assert list(documents(done)) == ["presse"]
    lines = done.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == [str(f) for f in files]
    for line, words in zip(
        lines, ["als .docx speichern", "verschlüsselt", "beschädigt", "gibt es nicht"], strict=True
    ):
        assert words in line


def test_out_writes_a_file_each_and_names_clashes(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "protokoll.txt").write_text(DEMAND, encoding="utf-8")
    (tmp_path / "b" / "PROTOKOLL.md").write_text(DEMAND, encoding="utf-8")
    out = tmp_path / "neu" / "json"
    done = run("read", tmp_path / "a", tmp_path / "b", "--out", out)
    assert done.returncode == 0
    assert sorted(p.name for p in out.glob("*.json")) == [
        "PROTOKOLL-2.json",
        "protokoll-3.json",
        "protokoll.json",
    ]
    assert json.loads((out / "protokoll-3.json").read_text())["doc"] == "protokoll-3"
    assert len(done.stderr.splitlines()) == 2
    assert "den Namen protokoll gibt es schon" in done.stderr
    assert "3 Aussagen in 3 Dokumenten gefunden" in done.stdout
    assert run("read", tmp_path / "a", "--out", out).stderr == ""


def test_the_date_decides_what_a_deadline_means(tmp_path):
    text = "Die Stadt Lindach sagte zu, den Bericht bis Ende März vorzulegen.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    for year in ("2025", "2027"):
        done = run("read", tmp_path / "a.txt", "--format", "json", "--date", f"{year}-01-15")
        due = [s["due_on"] for s in documents(done)["a"]["statements"] if s["due_on"]]
        assert due in ([], [f"{year}-03-31"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "x.txt", "--format", "xml"],
        ["read", "x.txt", "--jobs", "0"],
        ["read", "x.txt", "--jobs", "viele"],
        ["read", "x.txt", "--date", "4.3.2026"],
        ["read", "x.txt", "--timeout", "0"],
        ["read", "x.txt", "--memory", "1"],
        ["read", "x.txt", "--gibtsnicht"],
        ["gibtsnicht"],
        ["read", "x.txt", "--out", __file__],
    ],
)
def test_wrong_use_is_2_and_one_sentence(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_help_and_version():
    assert re.fullmatch(r"sprengel \d+\.\d+\.\d+\n", run("--version").stdout)
    page = run("read", "--help", COLUMNS="120")
    assert page.returncode == 0
    for word in (
        "Aufruf:",
        "--format",
        "--out",
        "--jobs",
        "--resume",
        "--scheduler",
        "Diese Hilfe zeigen",
    ):
        assert word in page.stdout


def test_reading_needs_no_web_framework(text):
    code = (
        "import sys; from typer.testing import CliRunner; from sprengel.cli.main import app; "
        f"r = CliRunner().invoke(app, ['read', {str(text)!r}]); "
        "print(r.exit_code, sorted(m for m in sys.modules if m.split('.')[0] == 'django'))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.endswith("0 []\n")


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(DEMAND * 200, encoding="utf-8")
    for form in ("json", "table"):
        first = subprocess.Popen(
            [*COMMAND, "read", str(tmp_path), "--format", form],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        first.stdout.readline()
        first.stdout.close()
        assert first.stderr.read() == b""
        assert first.wait(timeout=60) == 141


def test_ctrl_c_ends_quietly_and_leaves_no_process(tmp_path):
    for number in range(400):
        (tmp_path / f"{number}.txt").write_text(DEMAND * 300, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "read", str(tmp_path), "--format", "json", "--jobs", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert errors == b""
    assert process.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_progress_is_shown_on_a_terminal_only(tmp_path, text):
    terminal, inner = pty.openpty()
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, "read", str(text), "--out", str(out)],
        stdout=subprocess.PIPE, stderr=inner, env={**os.environ, "TERM": "xterm", "LANG": "de_DE"},
    )  # fmt: skip
    os.close(inner)
    shown = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (select.select([terminal], [], [], 60)[0]):
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
    assert process.wait(timeout=60) == 0
    assert "Lesen" in shown.decode()
    assert "1/1" in shown.decode()
    assert (out / "presse.json").exists()
