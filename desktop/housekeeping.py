"""What a till does for itself in quiet moments: end points, back up, look at every page.

Nothing here holds up the counter: points end in small writes between which sales go on, and the
rest is done by the back office's reader.
"""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime

from desktop import trouble
from desktop.opening import DOUBT, OpenShop
from desktop.secrets import follow_sheet, new_recovery, settle_sheet
from desktop.store.backup import backups, make_backup, quick_check, thin
from desktop.store.database import Store
from desktop.store.shop import keep_local_fact, local_fact
from desktop.till import Till
from desktop.verbs.clock import clock_jump
from desktop.verbs.expire import expire_due
from regulars.operations.operation import NOBODY
from regulars.people.names import initials
from regulars.people.phone import read_phone
from regulars.refusals import Refusal

BACKUP_EVERY_MS = 20 * 3600 * 1000
CHECK_EVERY_MS = 7 * 24 * 3600 * 1000
CHECKED = "pages_checked_ms"
Found = Callable[[str], None]


def warm_up(region: str) -> None:
    """Load what the first search and the first paper would otherwise wait for."""
    from desktop.printing import card, slip

    del card, slip
    read_phone("0912345678", region)
    initials("王")


def end_points(till: Till) -> None:
    """Write what has ended, batch after batch, until nothing is left to look at."""

    def again(done: Future[int]) -> None:
        if done.exception() is None and done.result() > 0:
            end_points(till)

    expire_some(till).add_done_callback(again)


def expire_some(till: Till) -> Future[int]:
    """Write one batch of what has ended; gives 0 when nothing is left to look at.

    Nothing ends by a clock that nobody has confirmed.
    """

    def some(opened: OpenShop) -> int:
        if clock_jump(opened.book) is not None:
            return 0
        opened.book.staff = NOBODY
        return expire_due(opened.book)

    return till.writer.submit(some)


def remember_head(till: Till) -> None:
    """Note beside the file how far the log goes, so that a cut-off end is noticed."""
    till.writer.submit(OpenShop.keep_head)


def head_doubt(till: Till) -> Future[str]:
    """Give why this start could not be held against its note, until the owner was told; or ""."""
    return till.read(lambda store: local_fact(store, DOUBT))


def head_doubt_told(till: Till) -> Future[None]:
    """Write that the owner was told."""

    def job(opened: OpenShop) -> None:
        with opened.book.store.writing():
            keep_local_fact(opened.book.store, DOUBT, "")

    return till.writer.submit(job)


def make_sheet(till: Till) -> Future[bytes | Refusal]:
    """Make the key of a new recovery sheet; the old one opens too until it was shown."""
    chance = till.world.chance
    return till.change_shop(
        "recovery-sheet", lambda opened: new_recovery(opened.folder.root, chance)
    )


def sheet_shown(till: Till) -> Future[int]:
    """From now on only the new sheet opens this shop and its backups on this computer.

    Gives how many backups were wrapped anew. Broken off, the next look at the day's backup goes on.
    """

    def job(opened: OpenShop) -> int:
        settle_sheet(opened.folder.root)
        return follow_sheet(opened.folder.root, [one.path for one in backups(opened.folder)])

    return till.writer.submit(job)


def back_up_if_old(till: Till) -> Future[bool]:
    """Make today's backup unless there is one; gives whether one was made."""

    def job(_: Store) -> bool:
        now = till.world.clock.now_ms()
        whole = backups(till.folder)
        with suppress(trouble.Trouble):  # the backup of today matters more
            follow_sheet(till.folder.root, [one.path for one in whole])
        newest = whole[:1]
        if newest and 0 <= now - _made_ms(newest[0].made_at) < BACKUP_EVERY_MS:
            return False
        make_backup(till.folder, till.database_key(), now)
        thin(till.folder)
        return True

    return till.read_long(job)


def _made_ms(made_at: str) -> int:
    try:
        moment = datetime.strptime(made_at[:19], "%Y-%m-%d %H-%M-%S").replace(tzinfo=UTC)
    except ValueError:
        return 0
    return int(moment.timestamp() * 1000)


def check_pages_if_due(till: Till, found: Found) -> None:
    """Look at every page once a week; `found` hears what is wrong, on the reader's thread."""

    def job(store: Store) -> bool:
        now = till.world.clock.now_ms()
        if 0 <= now - int(local_fact(store, CHECKED) or 0) < CHECK_EVERY_MS:
            return False
        problems = quick_check(store)
        if problems:
            found(problems[0])
            return False
        return True

    def remember(done: Future[bool]) -> None:
        if done.exception() is None and done.result():
            till.writer.submit(_checked)

    def _checked(opened: OpenShop) -> None:
        with opened.book.store.writing():
            keep_local_fact(opened.book.store, CHECKED, str(till.world.clock.now_ms()))
        opened.keep_head()

    till.read_long(job).add_done_callback(remember)
