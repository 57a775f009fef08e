"""A new till takes a snapshot: fetched in parts, compared, and written into a file beside its own.

Whatever goes wrong, the file of before is used and the feed is read page by page. What was fetched
stays while the till is being made, so that another try goes on with the next part.
"""

import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Protocol, TypeVar

from desktop import trouble
from desktop.opening import World
from desktop.paths import Folder
from desktop.secrets import SEALED_MORE, Keys, seal_part, unseal_part
from desktop.store.place import sync_folder
from desktop.store.shop import Identity
from desktop.store.snapshot import load
from desktop.store.snapshot_rows import NotWholeError
from sync.backoff import ROLL_BYTES, wait_ms
from sync.enrolment import Role
from sync.ports import Here
from sync.signing import sign, vouches
from sync.steps import Moment
from sync.tokens import Pass
from sync.trouble import AnswerLost, ServiceBusy, SyncTrouble
from sync.wire import SCHEMA, BadMessage
from sync.wire_enrol import EnrolAnswer, Nonce, NonceRequest, Token, TokenRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_snapshot import PART_BYTES, SnapshotHead, read_snapshot_head

T = TypeVar("T")
log = logging.getLogger(__name__)

HEAD, PACKED, NEXT = "snapshot.head", "snapshot.part", "shop.db.next"
FAILURES_MOST = 6
"""So many tries in a row without a part; then the feed is read page by page."""
TRIES_MOST = 1_000
"""However much comes in between."""
WRONG_MOST = 3
"""So often all of it is fetched and is not what was signed."""
PATIENCE_MS = 900_000
"""So long a person may wait for the centre to make a snapshot; they can go on without any time."""


class Phase(StrEnum):
    """What is being done."""

    WAITING = "waiting"
    """The centre makes the snapshot, or is out of reach for a moment."""
    FETCHING = "fetching"
    BUILDING = "building"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is, in bytes; `of` is 0 where nobody knows."""

    phase: Phase
    done: int = 0
    of: int = 0


@dataclass(slots=True)
class Watch:
    """What a person sees of it, and how they go on without; each is for another thread too."""

    progress: Progress | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    def skip(self) -> None:
        """Go on without a snapshot: members come bit by bit."""
        self._over.set()

    def is_over(self) -> bool:
        """Tell whether somebody goes on without."""
        return self._over.is_set()

    def pause(self, seconds: float) -> None:
        """Wait so long, unless somebody goes on without."""
        self._over.wait(seconds)


class Centre(Protocol):
    """The line to the centre; see `sync.http`."""

    def nonce(self, request: NonceRequest) -> Nonce | Problem:
        """Ask for something to sign."""

    def token(self, request: TokenRequest) -> Token | Problem:
        """Show who asks."""

    def snapshot(self, token: str) -> SnapshotHead | Problem:
        """Ask what there is."""

    def snapshot_part(self, token: str, head: SnapshotHead, part: int) -> bytes | Problem:
        """Fetch a part."""

    def close(self) -> None:
        """End all connections."""


class _NothingError(Exception):
    """There is no snapshot for this till."""


@dataclass(slots=True)
class _Fetching:
    """Fetches a snapshot into a folder, part by part; there each lies sealed, as the file is."""

    root: Path
    world: World
    centre: Centre
    answer: EnrolAnswer
    keys: Keys
    watch: Watch
    _pass: Pass = field(init=False)
    _failures: int = 0
    _wrong: int = 0
    _tries: int = 0

    def __post_init__(self) -> None:
        self._pass = Pass(lambda statement: sign(self.keys.device, statement))

    def fetch(self) -> SnapshotHead | None:
        """Give the head of what lies in the folder, all of it; None where nothing will."""
        until_ms = self.world.clock.steady_ms() + PATIENCE_MS
        while self._failures < FAILURES_MOST and not self.watch.is_over():
            self._tries += 1
            if self._tries > TRIES_MOST:
                return None
            try:
                return self._all(self._head())
            except _NothingError as why:
                log.info("no snapshot: %s", why)
                return None
            except ServiceBusy as busy:
                if self.world.clock.steady_ms() > until_ms:
                    return None
                self.watch.progress = Progress(Phase.WAITING)
                self.watch.pause(max(busy.retry_after_ms, 1) / 1_000)
            except SyncTrouble as lost:
                log.info("a snapshot is fetched again: %s", lost)
                self._failures += 1
                self.centre.close()
                roll = self.world.chance(ROLL_BYTES)
                self.watch.pause(wait_ms(self._failures, roll, lost.retry_after_ms) / 1_000)
        return None

    def _token(self) -> str:
        """Give a token, asked for where none is at hand."""
        answer, clock = self.answer, self.world.clock
        here = Here(answer.tenant, answer.store, answer.device, answer.epoch)
        while (question := self._pass.question(here, clock.steady_ms())) is not None:
            asked = Moment(clock.steady_ms(), clock.now_ms())
            if isinstance(question, NonceRequest):
                self._pass.heard(self._of(self.centre.nonce(question)), asked)
            else:
                self._pass.heard(self._of(self.centre.token(question)), asked)
        return self._pass.text

    def _of(self, found: T | Problem) -> T:
        """Give an answer; a problem is a failure that may pass, or means that nothing comes."""
        if not isinstance(found, Problem):
            return found
        if found.kind is ProblemKind.TOKEN:
            self._pass.drop()
        elif found.kind is not ProblemKind.RESNAPSHOT:
            raise _NothingError(found.kind.value)
        raise AnswerLost(found.kind.value)

    def _head(self) -> SnapshotHead:
        head = self._of(self.centre.snapshot(self._token()))
        answer = self.answer
        audience = "" if answer.role is Role.OFFICE else answer.store.hex()
        if not vouches(answer.centre_key, head.statement(), head.signature):
            raise _NothingError("the centre has not signed it")
        if (head.tenant, head.audience) != (answer.tenant, audience):
            raise _NothingError("it is somebody else's")
        if head.schema > SCHEMA or not head.size:
            raise _NothingError("there is none that this till reads")
        return head

    def _all(self, head: SnapshotHead) -> SnapshotHead:
        """Fetch what is missing, and compare what it hashes to."""
        packed, key = self.root / PACKED, self.keys.database
        begun = self._begun(head)
        with packed.open("ab") as file:
            file.truncate(_size_of(head, begun))
            for part in range(begun, head.parts):
                if self.watch.is_over():
                    raise _NothingError("somebody went on without")
                self.watch.progress = Progress(Phase.FETCHING, part * PART_BYTES, head.size)
                found = self._of(self.centre.snapshot_part(self._token(), head, part))
                if len(found) != min(PART_BYTES, head.size - part * PART_BYTES):
                    raise AnswerLost("a part is not as long as it should be")
                file.write(seal_part(key, part, found, self.world.chance))
                file.flush()
                self._failures = 0
            os.fsync(file.fileno())
        if _digest(packed, key) != head.digest:
            packed.unlink()
            self._wrong += 1
            if self._wrong == WRONG_MOST:
                raise _NothingError("the bytes are never the ones that were signed")
            raise AnswerLost("the bytes are not the ones that were signed")
        return head

    def _begun(self, head: SnapshotHead) -> int:
        """Give how many parts of this snapshot are here already, whole."""
        noted, packed = self.root / HEAD, self.root / PACKED
        with suppress(OSError):
            before = read_snapshot_head(noted.read_bytes())
            if not isinstance(before, BadMessage) and before.digest == head.digest:
                size = packed.stat().st_size
                is_all = size >= _size_of(head, head.parts)
                return head.parts if is_all else size // (PART_BYTES + SEALED_MORE)
        packed.unlink(missing_ok=True)
        noted.write_bytes(head.spelled())
        return 0


def take(
    folder: Folder, world: World, centre: Centre, answer: EnrolAnswer, keys: Keys, watch: Watch
) -> bool:
    """Let a new till's file, which nobody has open, know what the feed says; tells whether it does.

    Where it does not, the file is as it was.
    """
    root, beside = folder.root, folder.root / NEXT
    try:
        head = _Fetching(root, world, centre, answer, keys, watch).fetch()
        if head is None:
            return False
        shutil.copyfile(folder.database, beside)
        beside.chmod(0o600)
        whose = Identity(answer.tenant, answer.store, answer.device, answer.epoch)
        parts = _parts(root / PACKED, keys.database)
        load(beside, keys.database, whose, head, parts, _building(watch, head.size))
        beside.replace(folder.database)
        sync_folder(root)
        return True
    except NotWholeError as wrong:
        log.warning("a snapshot was no good: %s", wrong)
        return False
    except OSError as error:
        found = trouble.from_os(error, str(root))
        log.warning("a snapshot could not be taken: %s", found.code)
        return False
    except trouble.Trouble as found:
        log.warning("a snapshot could not be taken: %s", found.code)
        return False
    finally:
        for left in (HEAD, PACKED, NEXT):
            for path in root.glob(f"{left}*"):
                with suppress(OSError):
                    path.unlink()


def _building(watch: Watch, size: int) -> Callable[[int], bool]:
    def going(done: int) -> bool:
        watch.progress = Progress(Phase.BUILDING, done, size)
        return not watch.is_over()

    return going


def _size_of(head: SnapshotHead, parts: int) -> int:
    """Give how long a file with the first so many parts of a snapshot is, each of them sealed."""
    return min(parts * PART_BYTES, head.size) + parts * SEALED_MORE


def _parts(packed: Path, key: bytes) -> Iterator[bytes]:
    """Give the parts that lie here; raises NotWholeError where one is not what was written."""
    with packed.open("rb") as file:
        for place in count():
            sealed = file.read(PART_BYTES + SEALED_MORE)
            if not sealed:
                return
            part = unseal_part(key, place, sealed)
            if part is None:
                raise NotWholeError("a part is not what was written")
            yield part


def _digest(packed: Path, key: bytes) -> bytes:
    digest = hashlib.sha256()
    try:
        for part in _parts(packed, key):
            digest.update(part)
    except NotWholeError:
        return b""
    return digest.digest()
