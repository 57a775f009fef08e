"""One program per folder: of twenty at once exactly one opens, and a dead one holds nobody up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import trouble
from desktop.lock import take_lock

HOLD = """
import sys
from pathlib import Path
from desktop.lock import take_lock
from desktop.trouble import AlreadyOpen
sys.stdin.readline()
try:
    lock = take_lock(Path(sys.argv[1]), "till")
except AlreadyOpen as error:
    print("refused", error.detail, flush=True)
else:
    print("open", flush=True)
sys.stdin.readline()
"""


def start(path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},  # noqa: PTH109
    )


def say(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def hear(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_of_twenty_copies_started_at_once_exactly_one_opens(tmp_path: Path) -> None:
    copies = [start(tmp_path / "shop" / "till.lock") for _ in range(20)]
    for copy in copies:
        say(copy)
    heard = [hear(copy) for copy in copies]
    assert heard.count("open") == 1
    assert sum(one.startswith("refused") for one in heard) == 19
    for copy in copies:
        copy.communicate("\n")


def test_a_lock_left_by_a_killed_till_never_blocks(tmp_path: Path) -> None:
    path = tmp_path / "till.lock"
    for _ in range(3):
        held = start(path)
        say(held)
        assert hear(held) == "open"
        with pytest.raises(trouble.AlreadyOpen) as caught:
            take_lock(path, "second")
        assert caught.value.detail == f"(till, process {held.pid})"
        held.send_signal(signal.SIGKILL)
        held.communicate()
        take_lock(path, "after").release()


def test_a_released_lock_can_be_taken_again_and_released_twice(tmp_path: Path) -> None:
    lock = take_lock(tmp_path / "till.lock", "one")
    lock.release()
    lock.release()
    take_lock(tmp_path / "till.lock", "two").release()


def test_a_note_of_nonsense_in_the_lock_breaks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "till.lock"
    path.write_bytes(b"\xff\xfe not a note" * 100)
    held = take_lock(path, "one")
    path.write_bytes(b"\xff\xfe not a note")
    with pytest.raises(trouble.AlreadyOpen):
        take_lock(path, "two")
    held.release()


def test_a_folder_in_place_of_the_lock_is_told(tmp_path: Path) -> None:
    (tmp_path / "till.lock").mkdir()
    with pytest.raises(trouble.Trouble):
        take_lock(tmp_path / "till.lock", "one")


def test_a_file_in_place_of_the_shops_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "shop").write_text("")
    with pytest.raises(trouble.FolderMissing):
        take_lock(tmp_path / "shop" / "till.lock", "one")
