"""The till's own file as the engine of agreement needs it; what `sync.ports.TillStore` asks for.

It belongs to the writer's thread. Every answer may be old, repeated or never come: what it says
only moves the file forward, and each is one write. The rules are those of `regulars.agreement`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from desktop.store import feed, many, many_wallets
from desktop.store.asked import told_requests
from desktop.store.centre import (
    Centre,
    acked_of,
    backlog_of,
    heads_of,
    holds_refund,
    keep_acked,
    keep_centre,
    known_centre,
    last_of,
)
from desktop.store.database import Store
from desktop.store.journal import Journal
from desktop.store.places import place_of
from desktop.store.rights import (
    account_of,
    cells_of,
    show_all,
    show_those_of,
    to_hand_back,
)
from desktop.store.shop_rows import OF_THE_SHOP, pins_to_tell
from regulars.business_day import DAY_JUMP_MAX
from regulars.canonical import Json
from regulars.ids import Id, spell
from regulars.operations.chain import seed
from regulars.operations.operation import NOBODY
from regulars.rights.cells import Cells
from regulars.rights.granting import target
from sync.enrolment import Standing
from sync.ports import Backlog, Here, Stored
from sync.wire_pins import Pin
from sync.wire_problem import Problem
from sync.wire_pull import Page
from sync.wire_push import Outcome, PushAnswer, Result
from sync.wire_rights import RightsAnswer, WalletRow, read_wallet_row


@dataclass(frozen=True, slots=True)
class News:
    """What an answer changed: members, or what the shop says of itself."""

    members: frozenset[Id] = frozenset()
    shop: bool = False


Heard = Callable[[News], None]
"""Told what changed, after the write."""


def _nobody_listens(_: News) -> None:
    return


@dataclass(slots=True)
class OwnFile:
    """The file of a till that has joined a centre, through the journal that writes it."""

    journal: Journal
    heard: Heard = _nobody_listens

    @property
    def store(self) -> Store:
        """Give the open file."""
        return self.journal.store

    @contextmanager
    def _writing(self) -> Iterator[Centre]:
        """Do everything inside or nothing, in nobody's name; gives what is known of the centre."""
        self.journal.begin()
        self.journal.staff = NOBODY
        with self.store.writing():
            yield known_centre(self.store)

    # What is to be sent ------------------------------------------------------------------------

    def who(self) -> Here:
        """Give who this till is, in its present epoch."""
        here = self.journal.identity
        return Here(here.tenant, here.store, here.device, here.epoch)

    def acked(self, epoch: int) -> int:
        """Give how far the centre is known to have an epoch of the log; 0 at its beginning."""
        return acked_of(self.store, epoch)

    def unsent(self, epoch: int, after: int, most: int) -> Sequence[Stored]:
        """Give the next operations of an epoch after a place, in order, without gaps."""
        rows = self.store.rows(
            "select place & 4294967295, body, hash, coalesce(salt, x''), coalesce(bytes, x'')"
            " from operation left join private using (place)"
            " where place > ? and place < ? order by place limit ?",
            (place_of(epoch, after), place_of(epoch + 1, 0), most),
        )
        return [Stored(*row) for row in rows]

    def hash_at(self, epoch: int, seq: int) -> bytes:
        """Give the hash of an operation; at 0 what stands before the first of the epoch."""
        if seq == 0:
            return seed(self.journal.identity.device, epoch)
        found: bytes | None = self.store.value(
            "select hash from operation where place = ?", (place_of(epoch, seq),)
        )
        return b"" if found is None else found

    def heads(self) -> Sequence[tuple[int, int]]:
        """Give how far the log goes in each of its epochs, the present one last."""
        return heads_of(self.store)

    def grants(self) -> Sequence[tuple[int, Id, int]]:
        """Give what this till knows it was granted, over all its epochs: epoch, wallet, total."""
        rows = self.store.rows(
            "select epoch, wallet, points from old_grant"
            " union all select ?, wallet, granted from account where granted > 0"
            " order by 1, 2",
            (self.journal.identity.epoch,),
        )
        return [(epoch, Id(wallet), points) for epoch, wallet, points in rows]

    def told(self) -> Sequence[tuple[Id, int]]:
        """Give what this till was told of its requests for refunds, for good."""
        return told_requests(self.store)

    def backlog(self) -> Backlog:
        """Give what is not confirmed, over all epochs."""
        return backlog_of(self.store)

    def rights_target(self, wallet: Id, points: int) -> int:
        """Give the total of grants this till must reach to spend so many points of a wallet."""
        key = self.store.value("select key from wallet where id = ?", (wallet,))
        if key is None:  # whose it is was not told yet, so nothing was done with it here
            return target(Cells(account_of(self.store, wallet).granted), points)
        return target(cells_of(self.store, key), points)

    # What is known of the centre ---------------------------------------------------------------

    def feed(self) -> int:
        """Give the life of the centre's database that was last heard of; 0 before the first."""
        return known_centre(self.store).feed

    def cursor(self) -> str:
        """Give the cursor after the last page that was applied; "" before the first."""
        return known_centre(self.store).cursor

    def pins(self) -> Sequence[Pin]:
        """Give the verifiers of PINs that the centre is to be told."""
        return list(pins_to_tell(self.store))

    def must_report(self) -> bool:
        """Tell whether a restored centre is still to be told of the grants."""
        return known_centre(self.store).must_report

    def standing(self) -> Standing:
        """Give what the centre last said of this till."""
        return Standing(known_centre(self.store).standing)

    def lease_until_ms(self) -> int:
        """Give until when rights may be spent without news."""
        return known_centre(self.store).lease_until_ms

    # What an answer changes --------------------------------------------------------------------

    def note_answer(self, epoch: int, answer: PushAnswer) -> None:
        """Keep how far the centre has an epoch, and what it made of each operation.

        A copy of this file may have written more: what is confirmed is what the push held, or what
        has the hash that this log has there.
        """
        with self._writing() as known:
            if answer.feed != known.feed:
                return
            reached = [result.seq for result in answer.results]
            if answer.head == self.hash_at(epoch, answer.acked):
                reached.append(answer.acked)
            before = self.acked(epoch)
            now = max(before, min(max([before, *reached]), last_of(self.store, epoch)))
            self._acked(epoch, before, now)
            for result in answer.results:
                self._note_result(epoch, result)
            self._mind(known, epoch, answer.standing)
            arrived = place_of(epoch, before), place_of(epoch, now)
            touched = feed.members_of_acts(self.store, *arrived)
        self.heard(News(touched))

    def note_gap(self, epoch: int, expected: int) -> None:
        """Keep that the centre has an epoch only up to before this place: it was restored."""
        with self._writing():
            now = min(expected - 1, last_of(self.store, epoch))
            self._acked(epoch, self.acked(epoch), now)

    def begin_anew(self, problem: Problem) -> None:
        """Read from the beginning again; meet a centre that is new or was restored.

        Another life of the centre has of this log what it shows the hash of: a copy of the file
        may have written the same numbers. What is sent twice is known by its hash.
        """
        with self._writing() as known:
            if problem.feed == known.feed:
                keep_centre(self.store, known._replace(cursor="", reached=0))
            if problem.feed <= known.feed:
                return
            there = {epoch: (seq, head) for (epoch, seq), head in _claims(problem)}
            for epoch, last in heads_of(self.store):
                seq, head = there.get(epoch, (0, b""))
                is_ours = 0 < seq <= last and self.hash_at(epoch, seq) == head
                keep_acked(self.store, epoch, seq if is_ours else 0)
            feed.forget_life(self.store)
            anew = known._replace(feed=problem.feed, cursor="", reached=0, must_report=True)
            keep_centre(self.store, anew)
            show_all(self.store)

    def note_reported(self, report_feed: int) -> None:
        """Keep that the report of grants has arrived, all of it; which life it was for."""
        with self._writing() as known:
            if report_feed == known.feed:
                keep_centre(self.store, known._replace(must_report=False))

    def note_standing(self, standing: Standing) -> None:
        """Keep what the centre thinks of this till; anything but live freezes its rights."""
        with self._writing() as known:
            self._mind(known, self.journal.identity.epoch, standing)

    def apply_rights(self, answer: RightsAnswer) -> None:
        """Keep rights that were asked for; a smaller total than is known changes nothing."""
        with self._writing() as known:
            if answer.feed != known.feed or not self._is_mine(answer.wallet):
                return
            feed.apply_answer(self.store, answer)
            told = {"wallet": (answer.wallet.row(),)}
            touched = feed.members_in(told, self.store)
        self.heard(News(touched))

    def apply_page(self, page: Page) -> None:
        """Apply a page and keep its cursor, in one write; the same page again changes nothing.

        What it asks to be handed back is written in the same transaction. A page of another life
        of the centre, or for another epoch of this till, is left alone.
        """
        read = [read_wallet_row(row) for row in page.rows.get("wallet", ())]
        wallets = [row for row in read if isinstance(row, WalletRow)]
        with self._writing() as before:
            is_other = page.feed != (before.feed or page.feed)
            if is_other or not all(self._is_mine(row) for row in wallets):
                return
            known = self._after(before, page)
            keep_centre(self.store, known)
            self.journal.hear(page.hlc, page.server_ms)
            kinds = self._take_in(page, wallets)
            touched = feed.members_in(page.rows, self.store)
            if not known.is_frozen and not self._has_jumped():
                self._do_as_asked()
        self.heard(News(touched, shop=not kinds.isdisjoint(OF_THE_SHOP)))

    def _take_in(self, page: Page, wallets: Sequence[WalletRow]) -> set[str]:
        """Take rows in, and what is gone; gives the kinds of which something changed."""
        head = self.journal.head()
        place = 0 if head is None else head.place
        kinds: set[str] = set()
        for kind, rows in feed.by_kind(page.rows):
            left, is_changed = many.take(self.store, kind, rows, place)
            changed = [feed.apply_row(self.store, kind, row, place) for row in left]
            if is_changed or any(changed):
                kinds.add(kind)
        for kind, gone in page.gone.items():
            for one in gone:
                if feed.apply_gone(self.store, kind, one, place):
                    kinds.add(kind)
        left_wallets = many_wallets.take_wallets(self.store, wallets)
        for wallet in left_wallets:
            feed.apply_wallet(self.store, wallet)
        return kinds

    def _has_jumped(self) -> bool:
        """Tell whether somebody must say first that the date is right: any act moves the log's."""
        head = self.journal.head()
        return head is not None and (self.journal.today() - head.day).days > DAY_JUMP_MAX

    def _is_mine(self, row: WalletRow) -> bool:
        here = self.journal.identity
        return (row.tenant, row.device, row.epoch) == (here.tenant, here.device, here.epoch)

    def _after(self, known: Centre, page: Page) -> Centre:
        """Give what is known of the centre after a page, apart from its rows."""
        epoch = self.journal.identity.epoch
        is_copy = page.acked > last_of(self.store, epoch)
        lease = self.journal.clock.now_ms() + known.lease_ms
        furthest = max(page.reached, _furthest(page))
        if known.feed == 0:  # one that never met a centre reports too: it may be waited for
            known = known._replace(feed=page.feed, must_report=True)
        known = known._replace(
            standing=page.standing.value,
            is_frozen=known.is_frozen or is_copy or page.standing is not Standing.LIVE,
            lease_until_ms=lease,  # also an earlier one: the clock was ahead and is right now
        )
        if not page.cursor or not (furthest > known.reached or known.cursor == ""):
            return known
        return known._replace(cursor=page.cursor, reached=max(known.reached, furthest))

    def _mind(self, known: Centre, epoch: int, standing: Standing) -> None:
        if epoch == self.journal.identity.epoch:
            is_frozen = known.is_frozen or standing is not Standing.LIVE
            keep_centre(self.store, known._replace(standing=standing.value, is_frozen=is_frozen))

    def _acked(self, epoch: int, before: int, now: int) -> None:
        """Keep how far an epoch has arrived; of an earlier one that changes what is shown."""
        keep_acked(self.store, epoch, now)
        if epoch != self.journal.identity.epoch and before != now:
            first, last = sorted((before, now))
            show_those_of(self.store, place_of(epoch, first + 1), place_of(epoch, last))

    def _note_result(self, epoch: int, result: Result) -> None:
        """Keep an outcome that is not simply done; only one that waited ever changes."""
        place = place_of(epoch, result.seq)
        is_plain = result.outcome is Outcome.POSTED and not (result.pool or result.loss)
        self.store.run(
            "delete from outcome where place = ? and outcome = ?", (place, Outcome.WAITING.value)
        )
        if not is_plain and result.seq <= last_of(self.store, epoch):
            self.store.run(
                "insert or ignore into outcome (place, outcome, pool, loss) values (?, ?, ?, ?)",
                (place, result.outcome.value, result.pool, result.loss),
            )

    def _do_as_asked(self) -> None:
        """Hand back rights that are not to be kept, and refunds that somebody waits for."""
        over = self.store.rows(
            "select wallet.key, account.wallet from account indexed by account_over"
            " join wallet on wallet.id = account.wallet where is_over = 1 order by account.wallet"
        )
        for key, wallet in over:
            extra = to_hand_back(self.store, key, Id(wallet))
            if extra:
                back: Mapping[str, Json] = {"wallet": spell(Id(wallet)), "points": extra}
                self.journal.write("rights.return", {**back, "why": "recalled"})
        for sale in feed.asked_sales(self.store):
            if holds_refund(self.store, sale):
                on = self.journal.today().isoformat()
                release = {"of": spell(sale), "on": on, "why": "asked"}
                self.journal.write("refund.release", dict(release))


def _claims(problem: Problem) -> list[tuple[tuple[int, int], bytes]]:
    """Give what a centre says it has of each epoch, where it shows the hash there."""
    heads = dict(problem.heads)
    return [(one, heads[one[0]]) for one in problem.acked if one[0] in heads]


def _furthest(page: Page) -> int:
    """Give how far a page goes, for a centre that does not say so."""
    rows = [int(row["seq"]) for group in page.rows.values() for row in group]
    return max(rows + [seq for group in page.gone.values() for _, seq in group], default=0)
