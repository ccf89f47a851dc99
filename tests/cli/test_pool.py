"""The pool: order, crashes, stalls, bounded work in flight. Real processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from sprengel.cli.pool import Bounds, Failure, Guard, run_all
from sprengel.cli.worker import resident_megabytes

_kept: list[bytes] = []


def behave(item: str) -> str:
    match item.partition(":"):
        case ("crash", _, _):
            os.kill(os.getpid(), signal.SIGKILL)
        case ("stall", _, _):
            time.sleep(3600)
        case ("raise", _, _):
            raise ValueError("kaputt")
        case ("unpicklable", _, _):
            return lambda: None  # type: ignore[return-value]
        case ("grow", _, _):
            held = []
            for _ in range(300):  # 3 GB, if nobody looks
                held.append(b"x" * 10_000_000)
                time.sleep(0.01)
        case ("swell", _, _):
            _kept.append(b"x" * 320_000_000)
        case ("give up", _, _):
            raise MemoryError
        case ("slow", _, _):
            time.sleep(0.3)
    return item.upper()


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_of_the_items(jobs):
    items = ["slow", "a", "b", "slow", "c", *map(str, range(40))]
    done = list(run_all(behave, items, jobs=jobs))
    assert [d.item for d in done] == items
    assert [d.result for d in done] == [i.upper() for i in items]
    assert {d.failure for d in done} == {None}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crash_and_a_stall_cost_one_item_each(jobs):
    items = ["a", "crash", "b", "stall", "c", "raise", "unpicklable", "d"]
    done = {d.item: d for d in run_all(behave, items, jobs=jobs, bounds=Bounds(seconds=1.0))}
    assert list(done) == items
    assert done["crash"].failure is Failure.CRASHED
    assert done["stall"].failure is Failure.TOO_SLOW
    assert done["raise"].failure is Failure.CRASHED
    assert done["unpicklable"].failure is Failure.CRASHED
    assert [done[i].result for i in "abcd"] == list("ABCD")


def test_what_takes_too_much_memory_is_named_and_costs_no_other():
    items = ["a", "grow", "b", "give up", "c"]
    bounds = Bounds(megabytes=400)
    done = {d.item: d for d in run_all(behave, items, jobs=2, bounds=bounds)}
    assert list(done) == items
    assert done["grow"].failure is Failure.TOO_BIG
    assert done["give up"].failure is Failure.TOO_BIG
    assert [done[i].result for i in "abc"] == list("ABC")


def test_no_item_pays_for_what_an_earlier_one_has_left():
    items = ["swell"] * 6
    # A worker begins with what this process holds, and a long test run holds a lot.
    bounds = Bounds(megabytes=600 + int(resident_megabytes(os.getpid())))
    done = list(run_all(behave, items, jobs=1, bounds=bounds))
    assert [d.failure for d in done] == [None] * 6


def big(_: int) -> bytes:
    return os.urandom(20_000)


def test_results_taken_are_forgotten():
    numbers = iter(range(20_000))
    results = run_all(big, numbers, jobs=2)
    for _ in range(1000):
        next(results)
    before = resident_megabytes(os.getpid())
    assert sum(1 for _ in results) == 19_000
    assert resident_megabytes(os.getpid()) - before < 20  # all of them: 380 MB


def test_a_guard_reads_on_after_a_crash_and_a_stall():
    guard = Guard(behave, Bounds(seconds=5.0))
    done = [guard.run(item) for item in ("a", "crash", "b", "stall", "c")]
    guard.stop()
    failures = [None, Failure.CRASHED, None, Failure.TOO_SLOW, None]
    assert [d.failure for d in done] == failures
    assert [d.result for d in done] == ["A", None, "B", None, "C"]


def test_nothing_to_do():
    assert list(run_all(behave, [], jobs=2)) == []


def test_few_items_are_in_flight_however_many_there_are():
    taken = 0

    def items() -> Iterator[str]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield str(number)

    results = run_all(behave, items(), jobs=2)
    for _ in range(50):
        next(results)
    assert taken < 50 + 2 * 10
    results.close()


def test_workers_end_with_the_run():
    results = run_all(pid, range(4), jobs=2)
    first = next(results).result
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def pid(_: int) -> int:
    return os.getpid()
