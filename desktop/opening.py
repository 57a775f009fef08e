"""Open a shop's folder, or found one: lock, keys, file, migration, checks, in that order.

Everything here runs on the store's own thread and ends in an open book or a Trouble; nothing is
half open afterwards.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop import trouble
from desktop.book import Book, open_book
from desktop.clock import Clock
from desktop.head_note import Doubt, hold_against, write_note
from desktop.lock import FolderLock, take_lock
from desktop.moving import declare_whole, fresh_folder, is_waiting, move_in
from desktop.paths import Folder
from desktop.pins import Hasher, Pins, is_weak, start_counting
from desktop.secrets import Keys, MasterStore, best_store, found_keys, open_keys
from desktop.store.allocations import settle_behind
from desktop.store.backup import make_backup, quick_check
from desktop.store.database import Store, open_store
from desktop.store.journal import Chance
from desktop.store.migrations import migrate, refuse_newer, refuse_too_old
from desktop.store.place import check_folder
from desktop.store.shop import keep_local_fact
from desktop.store.verify_chain import check_recent
from desktop.verbs.shop import Founding, found_shop
from regulars.codes import recovery_text
from regulars.refusals import Refusal, WeakPin

SHOP_NAME_BYTES = 8
DOUBT = "head_doubt"
"""The fact of a file that the owner is to be told once: its start could not be held against the
note beside it."""


@dataclass(slots=True)
class OpenShop:
    """An open folder on the writer's thread: the book, its keys, its PINs and the lock."""

    folder: Folder
    keys: Keys
    book: Book
    pins: Pins
    lock: FolderLock

    def tidy(self) -> None:
        """Do behind an answer what nobody should wait for in front of it."""
        store = self.book.store
        store.tidies_itself = False
        if store.stopped is None:
            with suppress(trouble.Trouble):  # it stays put off; the next act says what is wrong
                settle_behind(store)
        if store.stopped is None:  # settling may have met a disk that fails
            store.tidy()

    def keep_head(self) -> None:
        """Remember beside the file how far its log goes, so that a lost tail is noticed."""
        if self.book.store.stopped is None:
            write_note(self.folder.head, self.book.store, self.keys)

    def close(self) -> None:
        """Remember the head beside the file, close it, and let the folder go."""
        try:
            with suppress(trouble.Trouble):  # the head of the last start stays, and is still true
                self.keep_head()
        finally:
            self.book.store.close()
            self.lock.release()

    def reopen(self) -> None:
        """Open the file anew and prove all of it, after the disk failed; raises a Trouble.

        Only a whole file takes the place of the stopped one; until then nothing is written.
        """
        store = open_store(self.folder.database, self.keys.database, phone_key=self.keys.phone)
        try:
            _prove(store)
            hold_against(self.folder.head, store, self.keys)
            store.hand_over()
            book = open_book(store, self.book.clock, self.book.chance, self.book.staff)
        except BaseException:
            store.close()
            raise
        stopped, self.book = self.book.store, book
        self.pins.store = store
        stopped.close()


@dataclass(frozen=True, slots=True)
class World:
    """What a till asks of the machine: time, chance, the strength of PIN hashing."""

    clock: Clock
    chance: Chance
    hasher: Hasher


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The answers of the first run: the shop, and the owner's PIN."""

    founding: Founding
    pin: str


def _prove(store: Store) -> None:
    from desktop.store.verify import verify  # only after a doubt: every start would wait for it

    problems = quick_check(store) or [one.what for one in verify(store).findings]
    if problems:
        raise trouble.FileDamaged(problems[0])


def open_shop(folder: Folder, world: World, name: str = "till") -> OpenShop:
    """Open a founded shop; raises a Trouble and leaves nothing open."""
    if not folder.is_set_up():
        raise trouble.NotSetUp(str(folder.root))
    if not is_waiting(folder):
        check_folder(folder.root)
    lock = take_lock(folder.lock, name)
    try:
        move_in(folder, world.clock.now_ms())
        return _open_locked(folder, world, lock)
    except BaseException:
        lock.release()
        raise


def _open_locked(folder: Folder, world: World, lock: FolderLock) -> OpenShop:
    keys = _keys_of(folder)
    refuse_strangers(folder.database, keys)
    store = open_store(folder.database, keys.database, phone_key=keys.phone)
    try:
        migrate(store, lambda _: _back_up(folder, keys, world))
        _remember(check_start(folder, store, keys), store)
        book = open_book(store, world.clock, world.chance)
        pins = Pins(store, keys.pepper, folder.root, world.hasher, world.clock.steady_ms)
    except BaseException:
        store.close()
        raise
    return OpenShop(folder, keys, book, pins, lock)


def _keys_of(folder: Folder) -> Keys:
    try:
        keys = open_keys(folder.root)
    except trouble.NotSetUp as error:
        raise trouble.KeysDamaged("keys.json is not there") from error
    if not folder.database.exists():
        raise trouble.FileDamaged("shop.db is not there")
    return keys


def refuse_strangers(path: Path, keys: Keys) -> None:
    """Refuse other versions through a connection that cannot write: not a byte changes."""
    try:
        store = open_store(path, keys.database, read_only=True)
    except trouble.FileReadOnly:
        return  # a journal somebody left must be cleared away first, which the writer can do
    try:
        refuse_newer(store)
        refuse_too_old(store)
    finally:
        store.close()


def _back_up(folder: Folder, keys: Keys, world: World) -> None:
    make_backup(folder, keys.database, world.clock.now_ms())


def check_start(folder: Folder, store: Store, keys: Keys) -> Doubt:
    """Check what every start can afford: the newest operations, and that none are missing.

    Raises FileDamaged; gives a doubt where the note that would tell is not there or not ours.
    """
    check_recent_acts(store)
    return hold_against(folder.head, store, keys)


def check_recent_acts(store: Store) -> None:
    """Check that the newest operations follow from one another; raises FileDamaged."""
    findings = check_recent(store)
    if findings:
        raise trouble.FileDamaged(f"{findings[0].where}: {findings[0].what}")


def _remember(doubt: Doubt, store: Store) -> None:
    """Write a doubt into the file before a fresh note wipes out its cause."""
    if doubt:
        with store.writing():
            keep_local_fact(store, DOUBT, doubt.value)


def found(
    folder: Folder, first: FirstRun, world: World, keeper: MasterStore | None = None
) -> tuple[OpenShop, str] | Refusal:
    """Make a new shop and open it; gives it with the text of the recovery sheet.

    The shop is made in a folder beside the final one and renamed when it is whole, so that a
    first run that breaks off leaves nothing half made.
    """
    _refuse_second(folder)
    if is_weak(first.pin):
        return WeakPin()
    lock = take_lock(folder.lock, "first run")
    try:
        _refuse_second(folder)  # another copy of the program may have been quicker
        recovery = _make(Folder(folder.making), first, world, keeper)
        declare_whole(folder)
        move_in(folder, world.clock.now_ms())
        return _open_locked(folder, world, lock), recovery_text(recovery)
    except BaseException:
        lock.release()
        raise


def _refuse_second(folder: Folder) -> None:
    if folder.is_set_up():
        raise trouble.AlreadyOpen(str(folder.root))


def _make(making: Folder, first: FirstRun, world: World, keeper: MasterStore | None) -> bytes:
    """Make keys and file of a new shop; gives the recovery key."""
    fresh_folder(making.root)
    name = world.chance(SHOP_NAME_BYTES).hex()
    keys, recovery = found_keys(
        making.root, name, world.chance, keeper or best_store(making.root, name)
    )
    store = open_store(making.database, keys.database, create=True, phone_key=keys.phone)
    try:
        migrate(store, lambda _: None)
        owner = found_shop(
            store,
            first.founding,
            clock=world.clock,
            chance=world.chance,
            device_key=keys.public_device_key(),
        )
        start_counting(making.root, keys.pepper)
        pins = Pins(store, keys.pepper, making.root, world.hasher, world.clock.steady_ms)
        refusal = pins.set(owner, first.pin, world.clock.now_ms())
        assert refusal is None, "the PIN was checked before anything was made"
        store.hand_over()
        write_note(making.head, store, keys)
    finally:
        store.close()
    return recovery
