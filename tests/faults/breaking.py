"""Kills a piece of work before each of its steps on the disk, and at moments in between.

The work runs in a fork, which dies as with `kill -9`: nothing of it cleans up after itself.
"""

import os
import signal
import sys
import time
from collections.abc import Callable

_EVENTS = frozenset(
    {
        "open",
        "os.chmod",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "regulars.store.open",
        "shutil.copyfile",
        "shutil.rmtree",
    }
)
Tell = Callable[[bytes], None]


def killed_before(step: int, work: Callable[[Tell], object]) -> tuple[bool, bytes]:
    """Do a work until its n-th step on the disk; gives whether it came to its end, what it told."""
    seen = 0

    def hear(event: str, _: tuple[object, ...]) -> None:
        nonlocal seen
        if event in _EVENTS:
            seen += 1
            if seen > step:
                os.kill(os.getpid(), signal.SIGKILL)

    return _in_fork(work, lambda: sys.addaudithook(hear))


def killed_after(seconds: float, work: Callable[[Tell], object]) -> tuple[bool, bytes]:
    """Do a work for so long; gives whether it came to its end, and what it told."""

    def arm() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    return _in_fork(work, arm)


def duration_s(work: Callable[[Tell], object]) -> float:
    """Give how long a work takes that nothing disturbs."""
    began = time.monotonic()
    ended, _ = _in_fork(work, lambda: None)
    assert ended, "nothing was in its way"
    return time.monotonic() - began


def _tell(pipe: int, told: bytes) -> None:
    os.write(pipe, told)


def _in_fork(work: Callable[[Tell], object], arm: Callable[[], None]) -> tuple[bool, bytes]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            arm()
            work(lambda told: _tell(writing, told))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed instead of dying"
    return not os.WIFSIGNALED(status), told
