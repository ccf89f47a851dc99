"""`sprengel programme`: what one may apply for, who gets how much, what is left to pay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sprengel.cli.main import app

RULE = "integrationsmanager-antrag-2017"
ASSUMPTIONS = """
first_year = 2025
last_year = 2028
term_ends = 2026
posts = 10
grant_per_post_eur = 60000
cost_per_post_eur = [64000, 64000, 66160]
material_per_post_eur = 4600
pay_rise = 0.0
[sources]
cost_per_post_eur = "GRDrs 1006/2023"
"""


def run(*words: str):
    return CliRunner().invoke(app, ["programme", *words])


def test_the_rules_are_listed() -> None:
    done = run("rules")
    assert done.exit_code == 0
    assert RULE in done.output


def test_a_check_says_what_is_met_missing_and_not_known() -> None:
    done = run(
        "check", RULE, "--answer", "antragsteller=stadt", "--answer", "planungsrahmen=40.000,00",
        "--answer", "person_benannt=ja",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "● erfüllt  antragsteller" in done.output
    assert "✕ nicht erfüllt  planungsrahmen" in done.output
    assert "Unter 51.000 Euro gemeinsam" in done.output
    assert "? offen  stellenanteil" in done.output
    assert "Quelle: swp.de/dpa" in done.output
    assert "Zusammen: ? offen" in done.output


@pytest.mark.parametrize(
    "words",
    [
        ("check", "gibtesnicht"),
        ("check", RULE, "--answer", "unsinn"),
        ("check", RULE, "--answer", "person_benannt=vielleicht"),
        ("check", RULE, "--answer", "planungsrahmen=viel"),
        ("check", RULE, "--answer", "antragsteller=ritter"),
    ],
)
def test_wrong_use_is_named(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_sum_is_handed_out_to_the_cent(tmp_path: Path) -> None:
    file = tmp_path / "schluessel.csv"
    file.write_text("Stadt;Personen\nAuenstadt;1\nLindach;1\nHohenfurt;1\n", "utf-8")
    done = run("distribute", str(file), "--total", "100,00")
    assert done.output.splitlines() == ["Auenstadt;33.34", "Lindach;33.33", "Hohenfurt;33.33"]
    people = run("distribute", str(file), "--total", "700", "--persons")
    assert sum(int(line.split(";")[1]) for line in people.output.splitlines()) == 700


@pytest.mark.parametrize(
    ("text", "total"),
    [("a;1\na;2\n", "1"), ("a;0\nb;0\n", "1"), ("a;viel\nb;1\nc;mehr\n", "1"), ("a;1\nb;2\n", "x")],
)
def test_what_cannot_be_handed_out_is_named(tmp_path: Path, text: str, total: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text, "utf-8")
    done = run("distribute", str(file), "--total", total)
    assert done.exit_code == 1
    assert "Das lässt sich nicht verteilen" in done.output
    assert "Traceback" not in done.output


def test_the_forecast_names_the_cliff_and_its_sources(tmp_path: Path) -> None:
    file = tmp_path / "annahmen.toml"
    file.write_text(ASSUMPTIONS, "utf-8")
    done = run("forecast", str(file))
    assert done.exit_code == 0, done.output
    assert "2027 zahlt die Stadt 600.000 Euro mehr" in " ".join(done.output.split())
    assert "GRDrs 1006/2023" in done.output
    rows = json.loads(run("forecast", str(file), "--format", "json").output)
    assert rows["frozen"][0]["own_eur"] == [86000.0, 86000.0, 107600.0]


@pytest.mark.parametrize(
    "text",
    [
        "kaputt",
        'posts = "viel"',
        "first_year = 2025",
        ASSUMPTIONS.replace("posts = 10", "posts = -1"),
    ],
)
def test_assumptions_that_cannot_be_meant_are_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "annahmen.toml"
    file.write_text(text, "utf-8")
    done = run("forecast", str(file))
    assert done.exit_code == 1
    assert "Die Annahmen sind nicht brauchbar" in done.output
    assert "Traceback" not in done.output
