"""The watch on the GUI thread hears what would make a page wait."""

import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.ui.audit import Watch


@pytest.mark.parametrize(
    "block",
    [
        lambda: time.sleep(0),
        lambda: subprocess.Popen(["true"]),
        lambda: socket.getaddrinfo("localhost", 1),
        lambda: Path("/etc/hostname").read_text(),
    ],
)
def test_waiting_on_the_gui_thread_is_heard(no_blocking: Watch, block: "object") -> None:
    with pytest.raises(AssertionError, match="blocking call on the GUI thread"):
        block()  # type: ignore[operator]
    assert len(no_blocking.heard) == 1
    no_blocking.heard.clear()


def test_waiting_on_another_thread_is_nobodys_business(no_blocking: Watch) -> None:
    thread = threading.Thread(target=lambda: time.sleep(0))
    thread.start()
    thread.join()
    assert no_blocking.heard == []


def test_reading_what_ships_with_the_program_is_allowed(no_blocking: Watch) -> None:
    assert Path(__file__).read_text()
    assert no_blocking.heard == []


def test_a_test_may_look_at_a_file_itself(no_blocking: Watch, tmp_path: Path) -> None:
    with no_blocking.paused():
        (tmp_path / "note").write_text("x")
    assert no_blocking.heard == []
