"""Work in a process of its own: given piece by piece, ended with its owner, and never a silent failure."""

from collections.abc import Iterator

import pytest

from app.adapters.worker_process import WorkerEnded, WorkerFailed, WorkerProcess


def counted(upto: int) -> Iterator[int]:
    yield from range(upto)


def broken() -> Iterator[int]:
    yield 1
    raise ZeroDivisionError


def killed() -> Iterator[int]:
    import os

    yield 1
    os._exit(9)


@pytest.fixture(scope="module")
def worker() -> Iterator[WorkerProcess]:
    process = WorkerProcess()
    yield process
    process.close()


def test_a_process_gives_what_the_work_gives(worker: WorkerProcess) -> None:
    assert list(worker.stream(counted, 3)) == [0, 1, 2]
    assert list(worker.stream(counted, 0)) == []


def test_a_mistake_of_ours_is_told_with_its_place(worker: WorkerProcess) -> None:
    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        list(worker.stream(broken))
    assert list(worker.stream(counted, 1)) == [0]


def test_a_process_that_dies_is_an_expected_failure_and_the_next_work_has_a_new_one(
    worker: WorkerProcess,
) -> None:
    with pytest.raises(WorkerEnded):
        list(worker.stream(killed))
    assert list(worker.stream(counted, 2)) == [0, 1]


def test_work_left_before_its_end_disturbs_no_other(worker: WorkerProcess) -> None:
    begun = worker.stream(counted, 100_000)
    assert next(begun) == 0
    begun.close()  # type: ignore[attr-defined]
    assert list(worker.stream(counted, 2)) == [0, 1]


def test_closing_in_the_middle_ends_the_work(worker: WorkerProcess) -> None:
    begun = worker.stream(counted, 10_000_000)
    assert next(begun) == 0
    worker.close()
    with pytest.raises(WorkerEnded):
        list(begun)
