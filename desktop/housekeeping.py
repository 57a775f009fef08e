"""What a till does for itself in quiet moments: end points, back up, look at every page.

Nothing here holds up the counter: points end in small writes between which sales go on, and the
rest is done by the back office's reader.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime

from desktop.opening import OpenShop, keep_head
from desktop.store.backup import backups, make_backup, quick_check, thin
from desktop.store.database import Store
from desktop.store.shop import keep_local_fact, local_fact
from desktop.till import Till
from regulars.people.names import initials
from regulars.people.phone import read_phone

BACKUP_EVERY_MS = 20 * 3600 * 1000
CHECK_EVERY_MS = 7 * 24 * 3600 * 1000
_CHECKED = "pages_checked_ms"
Found = Callable[[str], None]


def warm_up(region: str) -> None:
    """Load what the first search would otherwise wait for (phone rules, pinyin)."""
    read_phone("0912345678", region)
    initials("王")


def end_points(till: Till) -> None:
    """Write what has ended, batch after batch, until nothing is left to look at."""

    def again(done: Future[int]) -> None:
        if done.exception() is None and done.result() > 0:
            end_points(till)

    till.expire_some().add_done_callback(again)


def remember_head(till: Till) -> None:
    """Note beside the file how far the log goes, so that a cut-off end is noticed."""
    till.writer.submit(lambda opened: keep_head(opened.folder, opened.book.store))


def back_up_if_old(till: Till) -> Future[bool]:
    """Make today's backup unless there is one; gives whether one was made."""

    def job(_: Store) -> bool:
        now = till.world.clock.now_ms()
        newest = backups(till.folder)[:1]
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
        if 0 <= now - int(local_fact(store, _CHECKED) or 0) < CHECK_EVERY_MS:
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
            keep_local_fact(opened.book.store, _CHECKED, str(till.world.clock.now_ms()))
        keep_head(opened.folder, opened.book.store)

    till.read_long(job).add_done_callback(remember)
