"""The watched folder: take each file once it is whole, have it answered, put it away.

A file is claimed by moving it, answered, and only then moved to where finished files are. If the
program ends in between, the claimed file is given again: whoever answers must be able to answer
twice. Nothing in the folder is trusted, and nothing outside it is touched.
"""

import json
import os
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop import trouble
from desktop.clock import Clock, SystemClock
from desktop.handover.answer import rejected
from desktop.handover.message import BYTES_MAX, is_whole
from regulars.canonical import Json, encode

POLL_S: Final = 0.5
FILES_MAX: Final = 200
KEPT_DAYS: Final = 30
_NAME_BYTES_MAX: Final = 120
_SUFFIX: Final = ".json"
_SWEEP_EVERY_MS: Final = 3600 * 1000
_KEPT_MS: Final = KEPT_DAYS * 24 * _SWEEP_EVERY_MS


@dataclass(frozen=True, slots=True)
class Answered:
    """The file is dealt with; the register gets this answer."""

    answer: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Rejected:
    """The file is no message; the sentence says why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Waits:
    """A person must decide first; the file is given again at every look until that happened."""


@dataclass(frozen=True, slots=True)
class Later:
    """It could not be dealt with now; it is given again."""


Outcome = Answered | Rejected | Waits | Later
Give = Callable[[str, bytes], Outcome]
"""Told the claimed name and the bytes of a file; may be told the same file again."""


class Watcher:
    """Looks at a folder on a thread of its own. `scan` is one look; tests call it themselves.

    `problem` says, as a sentence, why the folder cannot be used now; "" when it can.
    """

    def __init__(
        self,
        root: Path,
        give: Give,
        *,
        pause: Callable[[float], bool] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Watch a folder; `pause` waits so many seconds and tells whether to end."""
        self.root, self._give = root, give
        self.problem = ""
        self._stop = threading.Event()
        self._pause = pause or self._stop.wait
        self._clock = clock or SystemClock()
        self._seen: dict[str, tuple[int, int]] = {}
        self._number = 0
        self._swept_ms = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look, twice a second."""
        self._thread = threading.Thread(target=self._run, name="register watcher", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End; tells whether the thread ended in time."""
        self._stop.set()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.scan()
            if self._pause(POLL_S):
                return

    def scan(self) -> None:
        """Look once: files that were claimed before, then new ones, oldest first."""
        try:
            self._make_folders()
            for name in sorted(self._claimed()):
                self._deal_with(name)
            self._take_new()
            self._sweep()
            self.problem = ""
        except OSError as error:
            self.problem = str(trouble.from_os(error, str(self.root)))
        except trouble.Trouble as error:
            self.problem = str(error)

    def _finish(self, name: str, outcome: Answered | Rejected) -> None:
        """Answer a claimed file and put it away, in this order: what is away has been answered."""
        claimed, given = self._folder("claimed") / name, given_name(name)
        if isinstance(outcome, Answered):
            self._answer(given, outcome.answer)
            _forget_member(claimed)
            self._put_away(claimed, self._folder("done"), given)
        else:
            self._answer(given, rejected(outcome.sentence))
            target = self._put_away(claimed, self._folder("rejected"), given)
            _write_new(target.with_suffix(".txt"), f"{outcome.sentence}\n".encode())

    def _answer(self, given: str, answer: dict[str, Json]) -> None:
        # Not only for this user: the register may run as another. The folder says who may look.
        whole = self._folder("answers") / given
        beside = whole.with_name(f".{given}.tmp")
        _write_new(beside, encode(answer) + b"\n")
        beside.replace(whole)

    def _put_away(self, claimed: Path, folder: Path, given: str) -> Path:
        target, number = folder / given, 2
        while os.path.lexists(target):
            target = folder / f"{given[: -len(_SUFFIX)]} ({number}){_SUFFIX}"
            number += 1
        claimed.rename(target)
        if not target.is_symlink():
            os.utime(target)  # it is kept so long from now, however old the drop was
        return target

    def _folder(self, name: str) -> Path:
        return self.root / name

    def _claimed(self) -> list[str]:
        return [path.name for path in self._folder("claimed").iterdir() if not path.is_dir()]

    def _make_folders(self) -> None:
        for name in ("claimed", "answers", "done", "rejected"):
            self._folder(name).mkdir(parents=True, exist_ok=True)
            if self._folder(name).is_symlink():
                # What is put away or swept there would be somebody else's.
                raise trouble.FileLinked(str(self._folder(name)))

    def _take_new(self) -> None:
        files: list[tuple[int, str, os.stat_result]] = []
        with os.scandir(self.root) as entries:
            for entry in entries:
                if entry.name.startswith(".") or not entry.name.lower().endswith(_SUFFIX):
                    continue
                with suppress(FileNotFoundError):
                    found = entry.stat(follow_symlinks=False)
                    files.append((found.st_mtime_ns, entry.name, found))
        for _, name, found in sorted(files, key=lambda file: file[:2])[:FILES_MAX]:
            if stat.S_ISLNK(found.st_mode) or (
                stat.S_ISREG(found.st_mode) and self._is_finished(name, found)
            ):
                claimed = self._claim(name)
                if claimed is not None:
                    self._deal_with(claimed)
        self._seen = {
            name: (found.st_size, found.st_mtime_ns)
            for _, name, found in files
            if os.path.lexists(self.root / name)
        }

    def _is_finished(self, name: str, found: os.stat_result) -> bool:
        """Tell whether nobody writes to a file any more: it is whole, or stood still for a look."""
        if self._seen.get(name) == (found.st_size, found.st_mtime_ns):
            return True
        if found.st_size > BYTES_MAX:
            return True
        content = _read(self.root / name)
        return isinstance(content, bytes) and is_whole(content)

    def _claim(self, name: str) -> str | None:
        first = max([self._number, *map(_number_of, self._claimed())]) + 1
        claimed = f"{first:08d}~{safe_name(name)}"
        try:
            (self.root / name).rename(self._folder("claimed") / claimed)
        except OSError:
            return None  # whoever wrote it still has it open; the next look tries again
        self._number = first
        return claimed

    def _deal_with(self, name: str) -> None:
        content = _read(self._folder("claimed") / name)
        outcome = Rejected(content) if isinstance(content, str) else self._give(name, content)
        if isinstance(outcome, Answered | Rejected):
            self._finish(name, outcome)

    def _sweep(self) -> None:
        """Once an hour, remove what is old: files name members, and nobody reads them any more."""
        now = self._clock.now_ms()
        if now - self._swept_ms < _SWEEP_EVERY_MS:
            return
        self._swept_ms = now
        for folder in ("answers", "done", "rejected"):
            with os.scandir(self._folder(folder)) as entries:
                for entry in entries:
                    age = now - entry.stat(follow_symlinks=False).st_mtime_ns // 1_000_000
                    if age > _KEPT_MS and not entry.is_dir(follow_symlinks=False):
                        Path(entry.path).unlink(missing_ok=True)


def _read(path: Path) -> bytes | str:
    """Read a plain file within bounds; a text is the sentence that says why not."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return "This is a link, not a plain file."
        with os.fdopen(os.open(path, flags), "rb") as file:
            content = file.read(BYTES_MAX + 1)
    except OSError:
        return "The file cannot be read."
    return content if len(content) <= BYTES_MAX else "The file is larger than 1 MiB."


def safe_name(name: str) -> str:
    """Give a name of a file that any system can show: its answer is found under it."""
    stem = "".join(one if one.isprintable() and one != "~" else "_" for one in name)
    plain = stem[: -len(_SUFFIX)].encode("utf-8", "replace")[:_NAME_BYTES_MAX]
    return plain.decode("utf-8", "ignore") + _SUFFIX


def given_name(claimed: str) -> str:
    """Give the name a claimed file had when it was dropped."""
    return claimed.partition("~")[2] or claimed


def _number_of(claimed: str) -> int:
    number = claimed.partition("~")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _write_new(path: Path, content: bytes) -> None:
    """Write a file of our own: a link that somebody put in its place is not followed."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
        file.write(content)


def _forget_member(claimed: Path) -> None:
    """Take the card or phone out of a file that was answered: it lies there in plain text."""
    try:
        message = json.loads(claimed.read_bytes())
    except (OSError, ValueError):
        return
    if isinstance(message, dict) and message.pop("member", None):
        _write_new(claimed, json.dumps(message, ensure_ascii=False).encode())
