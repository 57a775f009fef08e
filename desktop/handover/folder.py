"""The watched folder: take each file once it is whole, have it answered, put it away.

A file is claimed by moving it, answered, and only then moved to where finished files are. If the
program ends in between, the claimed file is given again: whoever answers must be able to answer
twice. Nothing in the folder is trusted, and nothing outside it is touched.
"""

import os
import stat
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop import trouble
from desktop.clock import Clock, SystemClock
from desktop.handover.answer import rejected
from desktop.handover.files import (
    SUFFIX,
    claimed_name,
    free_name,
    given_name,
    number_of,
    read_file,
    without_member,
    write_whole,
)
from desktop.handover.message import BYTES_MAX, is_whole
from desktop.lock import FolderLock, take_lock
from regulars.canonical import Json, encode

POLL_S: Final = 0.5
STILL_LOOKS: Final = 11
"""What is not whole is taken for finished once it has not changed for so many looks: 5 seconds."""
FILES_MAX: Final = 200
KEPT_DAYS: Final = 30
LOCK: Final = ".regulars.lock"
_FOLDERS: Final = ("claimed", "answers", "done", "aside", "rejected")
_SWEEP_EVERY_MS: Final = 3600 * 1000
_KEPT_MS: Final = KEPT_DAYS * 24 * _SWEEP_EVERY_MS
_Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """The file is dealt with; the register gets this answer. `aside`: a person may want it back."""

    answer: dict[str, Json]
    aside: bool = False


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


def _nobody() -> None:
    """Tell nobody."""


class Watcher:
    """Looks at a folder on a thread of its own. `scan` is one look; tests call it themselves.

    `where` is asked at every look, so that another folder is watched as soon as it is chosen;
    `moved` hears of it. `trouble` says why not everything can be dealt with now, None when it can;
    `noticed` hears when that changes.
    """

    def __init__(
        self,
        root: Path,
        give: Give,
        *,
        where: Callable[[], Path] | None = None,
        moved: Callable[[], None] = _nobody,
        noticed: Callable[[], None] = _nobody,
        pause: Callable[[float], bool] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Watch a folder; `pause` waits so many seconds and tells whether to end."""
        self.root, self._give = root, give
        self._where, self._moved, self._noticed = where, moved, noticed
        self.trouble: trouble.Trouble | None = None
        self._met: trouble.Trouble | None = None
        self._stop = threading.Event()
        self._pause = pause or self._stop.wait
        self._clock = clock or SystemClock()
        self._lock: FolderLock | None = None
        self._still: dict[_Mark, int] = {}
        self._still_now: dict[_Mark, int] = {}
        self._aside: dict[str, Path] = {}
        self._recalled: deque[str] = deque()
        self._number = 0
        self._swept_ms = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look, twice a second."""
        self._thread = threading.Thread(target=self._run, name="register watcher", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End and let another till have the folder; tells whether the thread ended in time."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout_s)
            return not self._thread.is_alive()
        self._let_go()
        return True

    def recall(self, claimed: str) -> None:
        """Have a file that was put aside given again, from the next look on. From any thread."""
        self._recalled.append(claimed)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self.scan()
                if self._pause(POLL_S):
                    return
        finally:
            self._let_go()

    def scan(self) -> None:
        """Look once: files that were claimed before, then new ones, oldest first."""
        self._met = None
        try:
            self._follow()
            self._make_folders()
            self._hold()
            self._call_back()
            for name in sorted(self._claimed()):
                self._deal_with(name)
            self._take_new()
            self._sweep()
        except OSError as error:
            self._met = trouble.from_os(error, str(self.root))
        except trouble.Trouble as error:
            self._met = error
        self._still, self._still_now = self._still_now, {}
        is_news = str(self._met) != str(self.trouble)
        self.trouble = self._met
        if is_news:
            self._noticed()

    # The folder --------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Turn to another folder if another was chosen; what waits in the old one waits there."""
        root = self.root if self._where is None else self._where()
        if root == self.root:
            return
        self._let_go()
        self.root, self._number = root, 0
        self._aside.clear()
        self._recalled.clear()
        self._moved()

    def _hold(self) -> None:
        """Be the only till here: two would both award what one of them has claimed."""
        if self._lock is not None:
            return
        path = self.root / LOCK
        if path.is_symlink():
            raise trouble.FileLinked(str(path))
        self._lock = take_lock(path, "register watcher")

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _make_folders(self) -> None:
        for name in _FOLDERS:
            self._folder(name).mkdir(parents=True, exist_ok=True)
            if self._folder(name).is_symlink():
                # What is put away or swept there would be somebody else's.
                raise trouble.FileLinked(str(self._folder(name)))

    def _folder(self, name: str) -> Path:
        return self.root / name

    def _claimed(self) -> list[str]:
        return [path.name for path in self._folder("claimed").iterdir() if not path.is_dir()]

    # Taking ------------------------------------------------------------------------------------

    def _call_back(self) -> None:
        while self._recalled:
            name = self._recalled.popleft()
            aside = self._aside.pop(name, None)
            if aside is not None:
                aside.rename(self._folder("claimed") / name)

    def _take_new(self) -> None:
        taken = 0
        for _, name, found in sorted(self._dropped(), key=lambda file: file[:2]):
            if taken == FILES_MAX:
                return
            if stat.S_ISLNK(found.st_mode) or self._is_finished(name, found):
                claimed = self._claim(name)
                if claimed is not None:
                    taken += 1
                    self._deal_with(claimed)

    def _dropped(self) -> list[tuple[int, str, os.stat_result]]:
        files = []
        with os.scandir(self.root) as entries:
            for entry in entries:
                if entry.name.startswith(".") or not entry.name.lower().endswith(SUFFIX):
                    continue
                with suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    if stat.S_ISLNK(found.st_mode) or stat.S_ISREG(found.st_mode):
                        files.append((found.st_mtime_ns, entry.name, found))
        return files

    def _is_finished(self, name: str, found: os.stat_result) -> bool:
        """Tell whether nobody writes to a file any more: it is whole, or has long stood still."""
        if self._has_stood_still(found) or found.st_size > BYTES_MAX:
            return True
        try:
            content = read_file(self.root / name)
        except OSError:
            return False  # it is gone again, or somebody holds it
        return isinstance(content, bytes) and is_whole(content)

    def _has_stood_still(self, found: os.stat_result) -> bool:
        """Count the looks in which a file is as it was, under whatever name."""
        mark = (found.st_ino, found.st_size, found.st_mtime_ns)
        looks = self._still.get(mark, 0) + 1
        self._still_now[mark] = looks
        return looks >= STILL_LOOKS

    def _claim(self, name: str) -> str | None:
        first = max([self._number, *map(number_of, self._claimed())]) + 1
        claimed = claimed_name(first, name)
        try:
            (self.root / name).rename(self._folder("claimed") / claimed)
        except OSError:
            return None  # whoever wrote it still has it open; the next look tries again
        self._number = first
        return claimed

    # Answering ---------------------------------------------------------------------------------

    def _deal_with(self, name: str) -> None:
        """Deal with a claimed file; what stands in the way of one does not stop the others."""
        try:
            content = self._content(self._folder("claimed") / name)
            if content is None:
                return
            outcome = Rejected(content) if isinstance(content, str) else self._give(name, content)
            if isinstance(outcome, Answered):
                self._finish(name, content, outcome)
            elif isinstance(outcome, Rejected):
                self._refuse(name, outcome.sentence)
        except OSError as error:
            self._met = self._met or trouble.from_os(error, str(self.root))
        except trouble.Trouble as error:
            self._met = self._met or error

    def _content(self, path: Path) -> bytes | str | None:
        """Read a claimed file; None while somebody still writes to it or holds it."""
        if not os.path.lexists(path):
            return None
        found = path.lstat()
        try:
            content = read_file(path)
        except OSError:
            return "The file cannot be read." if self._has_stood_still(found) else None
        is_finished = isinstance(content, str) or is_whole(content)
        return content if is_finished or self._has_stood_still(found) else None

    def _finish(self, name: str, content: bytes | str, outcome: Answered) -> None:
        """Answer a claimed file and put it away, in this order: what is away has been answered."""
        claimed, given = self._folder("claimed") / name, given_name(name)
        self._answer(given, outcome.answer)
        target = free_name(self._folder("aside" if outcome.aside else "done"), given)
        # A card or a phone does not lie about in plain text once it was answered.
        kept = without_member(content) if isinstance(content, bytes) else None
        if kept is None:
            _move(claimed, target)
        else:
            write_whole(target, kept)
            claimed.unlink()
        if outcome.aside:
            self._aside[name] = target

    def _refuse(self, name: str, sentence: str) -> None:
        given = given_name(name)
        self._answer(given, rejected(sentence))
        target = free_name(self._folder("rejected"), given)
        write_whole(target.with_suffix(".txt"), f"{sentence}\n".encode())
        _move(self._folder("claimed") / name, target)

    def _answer(self, given: str, answer: dict[str, Json]) -> None:
        write_whole(self._folder("answers") / given, encode(answer) + b"\n")

    def _sweep(self) -> None:
        """Once an hour, remove what is old: files name members, and nobody reads them any more."""
        now = self._clock.now_ms()
        if now - self._swept_ms < _SWEEP_EVERY_MS:
            return
        self._swept_ms = now
        for folder in ("answers", "done", "aside", "rejected"):
            with os.scandir(self._folder(folder)) as entries:
                for entry in entries:
                    age = now - entry.stat(follow_symlinks=False).st_mtime_ns // 1_000_000
                    if age > _KEPT_MS and not entry.is_dir(follow_symlinks=False):
                        Path(entry.path).unlink(missing_ok=True)


def _move(claimed: Path, target: Path) -> None:
    claimed.rename(target)
    if not target.is_symlink():
        os.utime(target)  # it is kept so long from now, however old the drop was
