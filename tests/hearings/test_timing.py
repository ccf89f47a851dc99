"""What is said about the time one is given, and what is not."""

from __future__ import annotations

from datetime import date, timedelta

from sprengel.hearings.timing import SHORT_DAYS, days_given, law_in_words, remarks

DAY = date(2026, 3, 2)


def told(days: int | None, **more: object) -> list[str]:
    values: dict[str, object] = {
        "received_on": DAY,
        "deadline_on": DAY + timedelta(days=days) if days is not None else None,
        "comments_until": None,
        "costs_changed": False,
        "is_open": True,
        "day": DAY,
        **more,
    }
    return [remark.title for remark in remarks(**values)]  # type: ignore[arg-type]


def test_less_than_three_weeks_is_remarked_on() -> None:
    assert told(12) == ["Zwischen Eingang und Frist liegen nur 12 Tage."]
    assert told(1) == ["Zwischen Eingang und Frist liegt nur 1 Tag."]
    assert told(0) == ["Eingang und Frist sind derselbe Tag."]
    assert told(SHORT_DAYS) == []
    assert told(None) == []
    assert days_given(None, DAY) is None


def test_the_law_is_quoted_without_a_number_it_does_not_have() -> None:
    for costs_changed in (True, False):
        words = law_in_words(costs_changed=costs_changed)
        assert "Art. 71 Abs. 4" in words
        assert "§ 2 Konnexitätsausführungsgesetz" in words
        assert "in den Quellen nicht gefunden" in words
        assert "keine Rechtsfolge" in words


def test_a_deadline_gone_by_and_no_day_left_for_the_office() -> None:
    assert told(30, day=DAY + timedelta(days=31)) == ["Die Frist des Ministeriums ist abgelaufen."]
    assert told(30, day=DAY + timedelta(days=31), is_open=False) == []
    assert told(30, comments_until=DAY + timedelta(days=30)) == [
        "Die Städte haben bis zum Tag der Frist Zeit."
    ]
