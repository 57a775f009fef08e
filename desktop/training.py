"""The training shop: a year of made-up history in a folder and file of its own.

Whoever learns the till learns here, with members, balances and sales that look like a shop's and
are nobody's. The same seed makes the same people and days; keys and cards are always new. It is
written as the counter writes, only many acts to a transaction.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from desktop import trouble
from desktop.book import Book
from desktop.opening import FirstRun, OpenShop, World, found, open_shop
from desktop.paths import Folder
from desktop.requests import EnrolRequest, RedeemRequest, RefundRequest, SaleRequest
from desktop.store.place import sync_folder
from desktop.store.sales import receipt_key
from desktop.store.shop import wallet_of
from desktop.training_goods import Counter, counter
from desktop.training_people import Person, people
from desktop.verbs.enrol import write_member
from desktop.verbs.give_back import give_back
from desktop.verbs.sell import redeem, write_sale
from desktop.verbs.shop import Founding, keep_goods
from desktop.verbs.spending import from_one
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.points.redeeming import NO_OFFER, most_that_fits
from regulars.refusals import Refusal

TRAINER_PIN: Final = "7391"
"""Shown on the lock screen of the training shop: there is nothing to protect."""
MEMBERS: Final = 2_000
SALES: Final = 20_000
SEED: Final = 20_261_122
DAYS: Final = 365
_DAY_MS: Final = 86_400_000
_MINUTE_MS: Final = 60_000
_LAUNCH_DAYS: Final = 45
_REFUNDS_A_WEEK, _REWARDS_A_WEEK = 3, 2
_REWARD_POINTS: Final = 300
_RHYTHMS: Final = ((0.22, 4, 10), (0.33, 9, 22), (0.30, 20, 45), (0.15, 45, 120))
"""How large a part of the members comes every so many days, from the fewest to the most."""
_HOURS: Final = (8,) * 4 + (9,) * 4 + (10,) * 3 + (11,) * 2 + (12,) * 4 + (13,) * 3 + (
    14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 20,
)  # fmt: skip
Progress = Callable[[int, int], bool]
"""Told how many acts of how many are written; answers False to stop."""


def _never_stop(_done: int, _of: int) -> bool:
    return True


@dataclass(slots=True)
class StoryClock:
    """A clock that shows the time of the story."""

    ms: int

    def now_ms(self) -> int:
        """Give the time of the story."""
        return self.ms

    def steady_ms(self) -> int:
        """Give the same: nothing in a story waits."""
        return self.ms


class _StoppedError(Exception):
    """Somebody asked to stop; nothing of the shop stays."""


@dataclass(slots=True)
class _Member:
    """A member of the story: who it is, and what the sales so far have left."""

    person: Person
    spends: bool
    member: Id | None = None
    wallet: Id | None = None
    balance: int = 0
    debt: int = 0


@dataclass(slots=True)
class _Story:
    """Everything that is going to happen, and where the telling is."""

    book: Book
    clock: StoryClock
    chance: random.Random
    counter: Counter
    language: str
    receipt: int = 0
    recent: list[tuple[_Member, Id]] = field(default_factory=list)

    def visit(self, who: _Member, at_ms: int) -> None:
        """Tell one visit: the first one makes a member."""
        self.clock.ms = max(self.clock.ms, at_ms)
        if who.member is None:
            self._join(who)
        assert who.member is not None, "whoever visits is a member by then"
        assert who.wallet is not None, "a member has a wallet"
        self.receipt += 1
        lines = self._lines()
        amount = sum(line.amount_minor for line in lines)
        programme = self.book.shop.programme
        offer = NO_OFFER
        if who.spends and self.chance.random() < 0.15:  # noqa: PLR2004 - not at every visit
            offer = most_that_fits(programme, who.balance, amount)
        receipt = f"T-{self.receipt:06d}"
        act = self.book.journal.fresh_id()
        _, why = write_sale(
            self.book,
            SaleRequest(act, who.member, lines, receipt, spend_points=offer.points),
            wallet=who.wallet,
            debt=who.debt,
            spending=from_one(offer, who.wallet),
            key=receipt_key(receipt, ""),
        )
        who.balance += why.earned - why.repaid - offer.points
        who.debt -= why.repaid
        self.recent.append((who, act))

    def _join(self, who: _Member) -> None:
        person = who.person
        request = EnrolRequest(
            person.name, agreed=True, marketing=person.marketing, language=self.language
        )
        who.member, _ = write_member(self.book, request, person.private())
        wallet = wallet_of(self.book.store, who.member)
        assert wallet is not None, "a member just written has a wallet"
        who.wallet = wallet[1]

    def _lines(self) -> tuple[Line, ...]:
        count = self.chance.choice((1, 1, 1, 2, 2, 3))
        last = len(self.counter.items) - 1
        lines = []
        for _ in range(count):
            # The gift card is rare: it shows what earns nothing.
            place = last if self.chance.random() < 0.01 else self.chance.randrange(last)  # noqa: PLR2004
            quantity = 2 if self.chance.random() < 0.1 else 1  # noqa: PLR2004
            item = self.counter.items[place]
            price = self.counter.prices[place] * quantity
            lines.append(Line(price, item.category, item.code, quantity))
        return tuple(lines)

    def end_week(self) -> None:
        """Tell what happens now and then: goods come back, a reward is taken."""
        recent, self.recent = self.recent, []
        for who, act in self.chance.sample(recent, min(_REFUNDS_A_WEEK, len(recent))):
            self.clock.ms += 10 * _MINUTE_MS
            why = self.chance.choice(("refund", "refund", "void"))
            done = give_back(self.book, RefundRequest(self.book.journal.fresh_id(), act, why))
            if not isinstance(done, Refusal):
                who.balance, who.debt = done.member.balance, done.member.debt
        rich = [who for who, _ in recent if who.spends and who.balance >= _REWARD_POINTS]
        for who in self.chance.sample(rich, min(_REWARDS_A_WEEK, len(rich))):
            assert who.member is not None, "only members have points"
            act = self.book.journal.fresh_id()
            request = RedeemRequest(act, who.member, _REWARD_POINTS, self.counter.reward)
            done_too = redeem(self.book, request)
            if not isinstance(done_too, Refusal):
                who.balance = done_too.member.balance


def make_training_shop(
    folder: Folder,
    world: World,
    language: str,
    progress: Progress = _never_stop,
    *,
    zone: str = "",
    members: int = MEMBERS,
    sales: int = SALES,
) -> bool:
    """Make the training shop in a folder that has none; tells whether it was made.

    A progress that answers False stops it, and then nothing is left. `zone` is the time zone of
    this computer; without it, the zone of the made-up shop. Raises a Trouble.
    """
    if folder.is_set_up():
        raise trouble.AlreadyOpen(str(folder.root))
    making = Folder(folder.root.with_name(folder.root.name + ".making"))
    shutil.rmtree(making.root, ignore_errors=True)
    try:
        _tell(making, world, language, progress, zone, members, sales)
    except _StoppedError:
        shutil.rmtree(making.root, ignore_errors=True)
        return False
    except BaseException:
        shutil.rmtree(making.root, ignore_errors=True)
        raise
    _put_in_place(making, folder)
    open_shop(folder, world).close()
    return True


def _put_in_place(making: Folder, folder: Folder) -> None:
    """Declare the folder whole: opening the shop moves it in, now or at the next start."""
    try:
        making.lock.unlink(missing_ok=True)
        making.root.rename(folder.made)
        sync_folder(folder.made.parent)
    except OSError as error:
        raise trouble.from_os(error, str(folder.root)) from error


def _tell(
    making: Folder,
    world: World,
    language: str,
    progress: Progress,
    zone: str,
    members: int,
    sales: int,
) -> None:
    place = counter(language)
    now_ms = world.clock.now_ms()
    clock = StoryClock(now_ms - DAYS * _DAY_MS)
    opened = _found(making, World(clock, world.chance, world.hasher), place, language, zone)
    try:
        keep_goods(opened.book, place.categories, place.items)
        chance = random.Random(SEED)  # noqa: S311 - a story, not a secret
        story = _Story(opened.book, clock, chance, place, language)
        # Many only collect; so do the members of any shop.
        known = [
            _Member(person, spends=chance.random() < 0.45)  # noqa: PLR2004
            for person in people(chance, language, members)
        ]
        calendar_zone = ZoneInfo(opened.book.shop.calendar.zone)
        visits = _visits(chance, known, sales, now_ms, calendar_zone)
        _write(story, visits, progress)
        clock.ms = now_ms
    finally:
        opened.close()


def _found(making: Folder, world: World, place: Counter, language: str, zone: str) -> OpenShop:
    founding = Founding(
        shop_name=place.shop_name,
        currency=place.currency,
        zone=zone or place.zone,
        region=place.region,
        programme=place.programme,
        owner_name=place.trainer,
        language=language,
        till_name="1",
        training=True,
    )
    made = found(making, FirstRun(founding, TRAINER_PIN), world)
    assert isinstance(made, tuple), "the trainer's PIN is good enough"
    return made[0]


def _write(story: _Story, visits: list[tuple[int, _Member]], progress: Progress) -> None:
    """Write the visits a week at a time, each week in one transaction."""
    done = 0
    for week in _weeks(visits):
        with story.book.writing():
            for at_ms, who in week:
                story.visit(who, at_ms)
        story.end_week()
        done += len(week)
        if not progress(done, len(visits)):
            raise _StoppedError


def _weeks(visits: list[tuple[int, _Member]]) -> Iterator[list[tuple[int, _Member]]]:
    week: list[tuple[int, _Member]] = []
    for visit in visits:
        if week and visit[0] - week[0][0] > 7 * _DAY_MS:
            yield week
            week = []
        week.append(visit)
    if week:
        yield week


def _visits(
    chance: random.Random, known: list[_Member], sales: int, now_ms: int, zone: ZoneInfo
) -> list[tuple[int, _Member]]:
    """Make up who comes when: each in a rhythm of their own, and some stop coming."""
    first = (datetime.fromtimestamp(now_ms / 1000, UTC) - timedelta(days=DAYS - 1)).date()
    firsts: list[tuple[int, _Member]] = []
    laters: list[tuple[int, _Member]] = []
    for who in known:
        days = _days(chance)
        moments = [at for day in days if (at := _moment(chance, first, day, zone)) < now_ms]
        if not moments:
            moments = [_moment(chance, first, 0, zone)]
        firsts.append((moments[0], who))
        laters += [(at, who) for at in moments[1:]]
    wanted = max(0, sales - len(firsts))
    kept = chance.sample(laters, wanted) if wanted < len(laters) else laters
    return sorted(firsts + kept, key=lambda visit: visit[0])


def _days(chance: random.Random) -> list[int]:
    """Give the days of one member's visits, counted from the day the shop opened."""
    launch = chance.random() < 0.35  # noqa: PLR2004 - many join when the programme begins
    day = chance.uniform(0, _LAUNCH_DAYS if launch else DAYS - 2)
    weights = [part for part, _, _ in _RHYTHMS]
    _, least, most = chance.choices(_RHYTHMS, weights)[0]
    rhythm = chance.uniform(least, most)
    until = DAYS if chance.random() < 0.7 else chance.uniform(day, DAYS)  # noqa: PLR2004 - some leave
    found = [int(day)]
    while (day := day + rhythm * chance.gammavariate(4, 0.25)) < until:
        found.append(int(day))
    return found


def _moment(chance: random.Random, first: date, day: int, zone: ZoneInfo) -> int:
    """Give a moment of opening hours on a day; Mondays are quiet and many slip to the weekend."""
    on = first + timedelta(days=day)
    if on.weekday() == 0 and chance.random() < 0.4:  # noqa: PLR2004
        on += timedelta(days=chance.choice((-1, -2, 1)))
    at = datetime(
        on.year, on.month, on.day, chance.choice(_HOURS), chance.randrange(60), tzinfo=zone
    )
    return int(at.timestamp()) * 1000 + chance.randrange(60_000)
