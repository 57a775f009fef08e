"""Whatever lies in the watched folder: whole files are taken, nothing else can hurt."""

import os
from pathlib import Path

import pytest

from desktop.handover.folder import (
    KEPT_DAYS,
    Answered,
    Outcome,
    Rejected,
    Waits,
    Watcher,
    safe_name,
)
from desktop.handover.message import BYTES_MAX
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
    watcher.scan()
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
    assert watcher.problem == ""


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
    watcher.scan()
    watcher.scan()
    assert (tmp_path / "rejected" / "a.txt").read_text() == "It is not JSON.\n"
    assert b"rejected" in (tmp_path / "answers" / "a.json").read_bytes()


def test_what_waits_is_given_again_at_every_look_and_after_a_restart(tmp_path: Path) -> None:
    listener = Listener(Waits())
    (tmp_path / "a.json").write_text("{}")
    Watcher(tmp_path, listener).scan()
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
    assert watcher.problem == ""


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
    monkeypatch.setattr("desktop.handover.folder.os.open", forbidden)
    watcher.scan()
    watcher.scan()
    assert [name for name, _ in listener.given] == ["00000001~b.json"]
    assert names(watcher, "rejected") == ["a.json", "a.txt"]


def test_a_folder_that_is_away_is_said_and_taken_up_again(
    tmp_path: Path, listener: Listener
) -> None:
    (tmp_path / "sales").write_text("a file stands where the folder should be")
    watcher = Watcher(tmp_path / "sales", listener)
    watcher.scan()
    assert watcher.problem
    (tmp_path / "sales").unlink()
    watcher.scan()
    assert watcher.problem == ""


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
