"""A job's whole fate is in its future, whatever happens to the worker."""

import threading
import weakref
from concurrent.futures import Future

import pytest

from desktop import worker as worker_module
from desktop.worker import Worker, WorkerBusy, WorkerStopped

SECONDS = 10


def never_closed(_: object) -> None:
    """Nothing to close."""


def test_jobs_run_in_order_on_the_thread_that_opened(worker_names: list[str]) -> None:
    seen: list[int] = []
    worker: Worker[list[int]] = Worker("w", lambda: seen, lambda _: worker_names.append("closed"))
    futures = [worker.submit(lambda opened, n=n: opened.append(n)) for n in range(100)]  # type: ignore[misc]
    name = worker.submit(lambda _: threading.current_thread().name)
    assert worker.stop()
    assert seen == list(range(100))
    assert all(future.done() for future in futures)
    assert name.result() == "w"
    assert worker_names == ["closed"]


@pytest.fixture
def worker_names() -> list[str]:
    return []


def test_a_job_that_fails_fails_alone() -> None:
    worker: Worker[int] = Worker("w", lambda: 0, never_closed)
    failed = worker.submit(lambda zero: 1 // zero)
    fine = worker.submit(lambda zero: zero + 1)
    assert isinstance(failed.exception(SECONDS), ZeroDivisionError)
    assert fine.result(SECONDS) == 1
    worker.stop()


def test_a_worker_that_waits_for_work_holds_nothing_of_the_last_job() -> None:
    class Asked:
        """What a job was asked with."""

    asked, tidied = Asked(), threading.Semaphore(0)
    held = weakref.ref(asked)
    worker: Worker[int] = Worker("w", lambda: 0, never_closed, lambda _: tidied.release())
    assert worker.submit(lambda _, one=asked: id(one)).result(SECONDS)  # type: ignore[misc]
    del asked
    assert tidied.acquire(timeout=SECONDS)
    assert held() is None
    worker.stop()


def test_what_comes_after_the_end_is_refused_not_raised() -> None:
    worker: Worker[int] = Worker("w", lambda: 0, never_closed)
    assert worker.stop()
    assert isinstance(worker.submit(lambda _: 1).exception(SECONDS), WorkerStopped)
    assert worker.stop()


def test_a_worker_that_cannot_open_says_why_and_refuses_every_job() -> None:
    release = threading.Event()

    def opened() -> int:
        release.wait(SECONDS)
        raise OSError

    worker: Worker[int] = Worker("w", opened, never_closed)
    early = worker.submit(lambda _: 1)
    release.set()
    assert isinstance(worker.ready.exception(SECONDS), OSError)
    assert isinstance(early.exception(SECONDS), WorkerStopped)
    assert isinstance(worker.submit(lambda _: 1).exception(SECONDS), WorkerStopped)
    assert worker.stop()


def test_more_jobs_than_anybody_could_want_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "JOBS_MAX", 3)
    release = threading.Event()
    worker: Worker[int] = Worker("w", lambda: 0, never_closed)
    started = threading.Event()

    def hold(_: int) -> bool:
        started.set()
        return release.wait(SECONDS)

    worker.submit(hold)
    assert started.wait(SECONDS)
    waiting = [worker.submit(lambda _: 1) for _ in range(3)]
    assert isinstance(worker.submit(lambda _: 1).exception(SECONDS), WorkerBusy)
    release.set()
    assert [future.result(SECONDS) for future in waiting] == [1, 1, 1]
    worker.stop()


def test_a_cancelled_job_does_not_run() -> None:
    release = threading.Event()
    worker: Worker[list[int]] = Worker("w", list, never_closed)
    worker.submit(lambda _: release.wait(SECONDS))
    unwanted = worker.submit(lambda seen: seen.append(1))
    assert unwanted.cancel()
    release.set()
    assert worker.submit(list).result(SECONDS) == []
    worker.stop()


def test_every_job_of_many_threads_has_a_fate_when_the_worker_stops_among_them() -> None:
    for _ in range(20):
        worker: Worker[int] = Worker("w", lambda: 0, never_closed)
        futures: list[Future[int]] = []
        gate = threading.Barrier(5)

        def submit(worker: Worker[int] = worker, gate: threading.Barrier = gate) -> None:
            gate.wait(SECONDS)
            futures.extend(worker.submit(lambda _: 1) for _ in range(50))  # noqa: B023

        threads = [threading.Thread(target=submit) for _ in range(4)]
        for thread in threads:
            thread.start()
        gate.wait(SECONDS)
        assert worker.stop()
        for thread in threads:
            thread.join(SECONDS)
        assert len(futures) == 200
        for future in futures:
            assert isinstance(future.exception(SECONDS), WorkerStopped | None)
