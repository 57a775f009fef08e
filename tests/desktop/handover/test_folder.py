"""Whatever lies in the watched folder: whole files are taken, nothing else can hurt."""

import os
from pathlib import Path

import pytest

from desktop.handover.files import safe_name
from desktop.handover.folder import (
    FILES_MAX,
    KEPT_DAYS,
    LOCK,
    STILL_LOOKS,
    Answered,
    Outcome,
    Rejected,
    Waits,
    Watcher,
)
from desktop.handover.message import BYTES_MAX
from desktop.trouble import DiskFull, FileLinked, FileUnwritable, FolderMissing
from tests.desktop.book import DAY_MS, FixedClock


class Listener:
    """Answers every file the same, and remembers what it was given."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.given: list[tuple[str, bytes]] = []

    def __call__(self, name: str, content: bytes) -> Outcome:
        self.given.append((name, content))
        return self.outcome


@pytest.fixture
def listener() -> Listener:
    return Listener(Answered({"status": "awarded"}))


@pytest.fixture
def watcher(tmp_path: Path, listener: Listener) -> Watcher:
    made = Watcher(tmp_path / "sales", listener)
    made.scan()
    return made


def names(watcher: Watcher, folder: str) -> list[str]:
    return sorted(path.name for path in (watcher.root / folder).iterdir())


def look(watcher: Watcher, times: int) -> None:
    for _ in range(times):
        watcher.scan()


def test_a_whole_file_is_taken_at_the_first_look(watcher: Watcher, listener: Listener) -> None:
    (watcher.root / "a.json").write_text("{}")
    watcher.scan()
    assert listener.given == [("00000001~a.json", b"{}")]
    assert (watcher.root / "answers" / "a.json").read_bytes() == b'{"status":"awarded"}\n'


def test_a_file_that_still_grows_is_left_until_it_stands_still(
    watcher: Watcher, listener: Listener
) -> None:
    growing = watcher.root / "a.json"
    growing.write_text('{"v": 1,')
    watcher.scan()
    growing.write_text('{"v": 1, "receipt"')
    look(watcher, STILL_LOOKS - 1)
    assert listener.given == []
    watcher.scan()
    assert listener.given == [("00000001~a.json", b'{"v": 1, "receipt"')]


def test_unfinished_and_foreign_names_are_left_alone(watcher: Watcher, listener: Listener) -> None:
    for name in ("a.json.tmp", ".hidden.json", "notes.txt", "b.csv"):
        (watcher.root / name).write_text("{}")
    (watcher.root / "folder.json").mkdir()
    os.mkfifo(watcher.root / "pipe.json")
    watcher.scan()
    watcher.scan()
    assert listener.given == []
    assert watcher.trouble is None


def test_a_link_is_rejected_and_never_followed(
    watcher: Watcher, listener: Listener, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("{}")
    (watcher.root / "a.json").symlink_to(secret)
    watcher.scan()
    assert listener.given == []
    assert names(watcher, "rejected") == ["a.json", "a.txt"]
    assert secret.read_text() == "{}"


def test_a_huge_file_is_rejected_without_being_read(watcher: Watcher, listener: Listener) -> None:
    with (watcher.root / "a.json").open("wb") as file:
        file.truncate(1 << 30)
    watcher.scan()
    assert listener.given == []
    sentence = (watcher.root / "rejected" / "a.txt").read_text()
    assert sentence == "The file is larger than 1 MiB.\n"
    assert BYTES_MAX == 1 << 20


def test_what_is_rejected_is_told_beside_the_file_and_in_the_answer(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path, Listener(Rejected("It is not JSON.")))
    (tmp_path / "a.json").write_text("")
    look(watcher, STILL_LOOKS)
    assert (tmp_path / "rejected" / "a.txt").read_text() == "It is not JSON.\n"
    assert b"rejected" in (tmp_path / "answers" / "a.json").read_bytes()


def test_what_waits_is_given_again_at_every_look_and_after_a_restart(tmp_path: Path) -> None:
    listener = Listener(Waits())
    (tmp_path / "a.json").write_text("{}")
    first = Watcher(tmp_path, listener)
    first.scan()
    first.stop()
    again = Watcher(tmp_path, listener)
    again.scan()
    assert len(listener.given) == 2
    listener.outcome = Answered({"status": "awarded"})
    again.scan()
    assert names(again, "claimed") == []
    assert names(again, "done") == ["a.json"]


def test_files_are_taken_oldest_first(watcher: Watcher, listener: Listener) -> None:
    for number, name in enumerate(("c", "a", "b")):
        path = watcher.root / f"{name}.json"
        path.write_text("{}")
        os.utime(path, (number, number))
    watcher.scan()
    assert [name for name, _ in listener.given] == [
        "00000001~c.json",
        "00000002~a.json",
        "00000003~b.json",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "a\nb.json",
        "～~.json",
        "長" * 80 + ".json",
        b"\xff\xfe.json",
        "a b (2).JSON",
        "%s{0}$HOME.json",
    ],
)
def test_odd_names_are_dealt_with(name: str | bytes, watcher: Watcher, listener: Listener) -> None:
    spelled = os.fsdecode(name)
    (watcher.root / spelled).write_text("{}")
    watcher.scan()
    assert len(listener.given) == 1
    assert names(watcher, "answers") == [safe_name(spelled)]
    assert watcher.trouble is None


def test_a_file_nobody_may_read_does_not_stop_the_others(
    watcher: Watcher, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def forbidden(path: Path, flags: int, mode: int = 0o777) -> int:
        if path.name.endswith("a.json"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, mode)

    (watcher.root / "a.json").write_text("{}")
    (watcher.root / "b.json").write_text("{}")
    monkeypatch.setattr("desktop.handover.files.os.open", forbidden)
    look(watcher, STILL_LOOKS - 1)
    assert names(watcher, "rejected") == []  # it may be readable again in a moment
    watcher.scan()
    assert [name for name, _ in listener.given] == ["00000001~b.json"]
    assert names(watcher, "rejected") == ["a.json", "a.txt"]


def test_a_folder_that_is_away_is_said_and_taken_up_again(
    tmp_path: Path, listener: Listener
) -> None:
    (tmp_path / "sales").write_text("a file stands where the folder should be")
    watcher = Watcher(tmp_path / "sales", listener)
    watcher.scan()
    assert isinstance(watcher.trouble, FolderMissing)
    (tmp_path / "sales").unlink()
    watcher.scan()
    assert watcher.trouble is None


def test_old_files_are_removed_because_they_name_members(
    tmp_path: Path, listener: Listener
) -> None:
    clock = FixedClock()
    watcher = Watcher(tmp_path, listener, clock=clock)
    (tmp_path / "a.json").write_text("{}")
    watcher.scan()
    for folder in ("done", "answers"):
        os.utime(tmp_path / folder / "a.json", (clock.ms / 1000, clock.ms / 1000))
    clock.ms += KEPT_DAYS * DAY_MS
    watcher.scan()
    assert names(watcher, "done") == ["a.json"]
    clock.ms += DAY_MS
    watcher.scan()
    assert names(watcher, "done") == names(watcher, "answers") == []


def test_a_file_that_is_written_anew_while_it_is_claimed_is_read_once_it_is_whole(
    watcher: Watcher, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def meanwhile(path: Path, target: Path) -> Path:
        moved = real(path, target)
        if target.parent.name == "claimed":
            moved.write_text('{"v": 1, "rec')
        return moved

    (watcher.root / "a.json").write_text("{}")
    monkeypatch.setattr(Path, "rename", meanwhile)
    watcher.scan()
    assert listener.given == []
    monkeypatch.undo()
    (watcher.root / "claimed" / "00000001~a.json").write_text('{"v": 1}')
    watcher.scan()
    assert listener.given == [("00000001~a.json", b'{"v": 1}')]


def test_a_full_disk_while_a_file_is_put_away_loses_neither_the_sale_nor_its_answer(
    watcher: Watcher, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fdopen

    def full(handle: int, mode: str) -> object:
        file = real(handle, mode)
        if mode == "wb" and os.path.lexists(watcher.root / "done" / ".a.json.tmp"):
            file.close()
            raise OSError(28, "No space left on device")
        return file

    (watcher.root / "a.json").write_text('{"member": "0912345678"}')
    monkeypatch.setattr("desktop.handover.files.os.fdopen", full)
    watcher.scan()
    assert isinstance(watcher.trouble, DiskFull)
    watcher.scan()
    assert {content for _, content in listener.given} == {b'{"member": "0912345678"}'}
    assert b"awarded" in (watcher.root / "answers" / "a.json").read_bytes()
    monkeypatch.undo()
    watcher.scan()
    assert watcher.trouble is None
    assert (watcher.root / "done" / "a.json").read_bytes() == b"{}"
    assert names(watcher, "claimed") == []


def test_one_answer_that_cannot_be_written_does_not_stop_the_others(watcher: Watcher) -> None:
    (watcher.root / "answers" / "a.json").mkdir()
    for name in ("a", "b"):
        (watcher.root / f"{name}.json").write_text("{}")
    watcher.scan()
    assert isinstance(watcher.trouble, FileUnwritable)
    assert (watcher.root / "answers" / "b.json").is_file()
    (watcher.root / "answers" / "a.json").rmdir()
    watcher.scan()
    assert watcher.trouble is None
    assert (watcher.root / "answers" / "a.json").is_file()


def test_a_crowd_of_what_is_no_file_does_not_hold_up_a_sale(
    watcher: Watcher, listener: Listener
) -> None:
    for number in range(FILES_MAX + 5):
        (watcher.root / f"{number}.json").mkdir()
    for number in range(FILES_MAX + 5):
        (watcher.root / f"half{number}.json").write_text("{")
    (watcher.root / "a.json").write_text("{}")
    watcher.scan()
    assert [name for name, _ in listener.given] == ["00000001~a.json"]


def test_a_link_in_the_place_of_the_lock_or_of_an_answer_is_not_written_through(
    watcher: Watcher, listener: Listener, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mine")
    (watcher.root / "answers" / "a.json").symlink_to(secret)
    (watcher.root / "answers" / ".a.json.tmp").symlink_to(secret)
    (watcher.root / "a.json").write_text("{}")
    watcher.scan()
    assert (secret.read_text(), watcher.trouble) == ("mine", None)
    watcher.stop()
    (watcher.root / LOCK).unlink()
    (watcher.root / LOCK).symlink_to(secret)
    again = Watcher(watcher.root, listener)
    again.scan()
    assert isinstance(again.trouble, FileLinked)
    assert secret.read_text() == "mine"


def test_a_folder_of_answers_that_is_a_link_is_not_used(
    watcher: Watcher, listener: Listener, tmp_path: Path
) -> None:
    (watcher.root / "answers").rmdir()
    (watcher.root / "answers").symlink_to(tmp_path)
    (watcher.root / "a.json").write_text("{}")
    watcher.scan()
    assert isinstance(watcher.trouble, FileLinked)
    assert listener.given == []


def test_the_same_name_dropped_again_while_the_first_still_waits_is_another_file(
    watcher: Watcher, listener: Listener
) -> None:
    listener.outcome = Waits()
    for content in (b'{"n": 1}', b'{"n": 2}'):
        (watcher.root / "a.json").write_bytes(content)
        watcher.scan()
    assert names(watcher, "claimed") == ["00000001~a.json", "00000002~a.json"]
    listener.outcome = Answered({"status": "awarded"})
    watcher.scan()
    assert names(watcher, "done") == ["a (2).json", "a.json"]


def test_a_file_from_the_future_is_taken_and_a_clock_set_back_removes_nothing(
    tmp_path: Path, listener: Listener
) -> None:
    clock = FixedClock()
    watcher = Watcher(tmp_path, listener, clock=clock)
    dropped = tmp_path / "a.json"
    dropped.write_text("{}")
    os.utime(dropped, (4_000_000_000, 4_000_000_000))
    watcher.scan()
    assert len(listener.given) == 1
    clock.ms -= 400 * DAY_MS
    watcher.scan()
    assert names(watcher, "done") == names(watcher, "answers") == ["a.json"]


@pytest.mark.parametrize("content", [b"\xff\xfe{\x00", b"[" * 200_000, b'{"a":' * 100_000])
def test_what_no_one_can_read_is_given_once_it_stands_still(
    watcher: Watcher, listener: Listener, content: bytes
) -> None:
    (watcher.root / "a.json").write_bytes(content)
    look(watcher, STILL_LOOKS)
    assert [given for _, given in listener.given] == [content]
    assert watcher.trouble is None
