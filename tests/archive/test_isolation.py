"""The child process: what crashes or hangs in it ends it and nothing else."""

from __future__ import annotations

import os
import time

import pytest

from sprengel.archive import isolation


def crash() -> None:
    os.abort()


def hang() -> None:
    time.sleep(600)


def refuse() -> None:
    raise KeyError("no such thing")


def own_pid() -> int:
    return os.getpid()


def test_answers_from_another_process_and_keeps_it() -> None:
    first = isolation.run(own_pid, seconds=60)
    assert first != os.getpid()
    assert isolation.run(own_pid, seconds=60) == first


def test_a_crash_is_an_exception_and_the_next_call_works() -> None:
    with pytest.raises(isolation.ChildCrashed):
        isolation.run(crash, seconds=60)
    assert isolation.run(own_pid, seconds=60) != os.getpid()


def test_a_hang_is_ended() -> None:
    before = isolation.run(own_pid, seconds=60)
    with pytest.raises(isolation.ChildTooSlow):
        isolation.run(hang, seconds=0.5)
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_an_exception_comes_over_with_where_it_happened() -> None:
    with pytest.raises(KeyError) as raised:
        isolation.run(refuse, seconds=60)
    assert "in refuse" in raised.value.__notes__[0]


def test_whoever_waits_can_end_it() -> None:
    class Enough(Exception):
        pass

    def enough() -> None:
        raise Enough

    with pytest.raises(Enough):
        isolation.run(hang, seconds=60, on_wait=enough)
    assert isolation.run(own_pid, seconds=60)
