"""How often points can be spent at a shop that is cut off: twenty shops of four tills, simulated.

The pure rules of agreement play it, without a network or a file. Members go to their own shop 80
times in a hundred, to its neighbour 15 times, anywhere else 5 times; every shop is cut off for two
hours of each day of twelve. docs/scale.md says what else is taken for granted.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from regulars.agreement import authority, exchange, feed, healing, intake, planner
from regulars.agreement import till as till_side
from regulars.agreement.centre import Centre
from regulars.agreement.messages import Answer, GrantReport, Pull, Push, Request, RightsRequest
from regulars.agreement.till import TillSide

SHOPS, TILLS = 20, 4
REWARD = 100
REWARDS = ((100, 60), (200, 25), (300, 15))
"""What rewards cost, and how many of a hundred members want each; who has less takes what fits."""
_BEGIN = date(2026, 1, 5)
_DAY_MS, _HOUR_MS = 86_400_000, 3_600_000
_HOURS = 12
_OUTAGE_H = 2
_VISITS_PERCENT = 20
_OWN, _NEIGHBOUR = 80, 95
_SPEND_PERCENT = 30
_OPENING = (200, 500, 1_500)
"""A third of the members begin with up to so many points each."""
_KNOWN_DAYS = 60
"""For so long it is known where members went, when the days begin that are counted."""
_WARM_DAYS = 2
_NOBODY = "00" * 16
_ROUNDS = 40
CLASSES = (1, 2, 3, 5, 10)
"""Members are told apart by how many of the cheapest reward they can pay, from so many on."""


@dataclass(slots=True)
class Played:
    """What came of it: wishes to spend, and those that were met; `held` in percent of all points.

    `by_balance` are wishes at shops that were cut off, and those met, by classes of balance.
    """

    wished: int = 0
    met: int = 0
    online: int = 0
    met_online: int = 0
    visits: int = 0
    returns: int = 0
    loss: int = 0
    held: list[float] = field(default_factory=list)
    by_balance: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def percent(self) -> float:
        """Give how many of a hundred were met at shops that were cut off."""
        return 100 * self.met / max(self.wished, 1)

    @property
    def percent_online(self) -> float:
        """Give how many of a hundred were met at all other shops."""
        return 100 * self.met_online / max(self.online, 1)

    @property
    def percent_held(self) -> float:
        """Give how many points of a hundred tills held, on average."""
        return sum(self.held) / max(len(self.held), 1)

    def note(self, balance: int, *, is_met: bool) -> None:
        """Count a wish at a shop that is cut off."""
        self.wished += 1
        self.met += is_met
        of = max(one for one in CLASSES if one * REWARD <= balance)
        wished, met = self.by_balance.get(of, (0, 0))
        self.by_balance[of] = (wished + 1, met + is_met)


@dataclass(slots=True)
class Chain:
    """All shops, their centre and their members; without `is_planned` no till leads a store."""

    is_planned: bool
    chance: Random
    rewards: tuple[tuple[int, int], ...] = REWARDS
    centre: Centre = field(default_factory=Centre)
    tills: list[list[TillSide]] = field(default_factory=list)
    now_ms: int = 1_000 * _DAY_MS
    names: int = 0
    days: int = 0
    cut: set[int] = field(default_factory=set)
    played: Played = field(default_factory=Played)

    def __post_init__(self) -> None:
        self.tills = [[TillSide(self.name()) for _ in range(TILLS)] for _ in range(SHOPS)]
        for shop, tills in enumerate(self.tills):
            tills.sort(key=lambda till: till.device)
            for till in tills if self.is_planned else ():
                self.centre.places.stores[till.device] = f"{shop:032x}"
        self.centre.day = self.today()

    def name(self) -> str:
        """Give a new name."""
        self.names += 1
        return hashlib.sha256(f"offline {self.names}".encode()).hexdigest()[:32]

    def today(self) -> date:
        """Give the day."""
        return _BEGIN + timedelta(days=self.now_ms // _DAY_MS - 1_000)

    # A till and the centre

    def sync(self, till: TillSide) -> None:
        """Let a till and the centre exchange all there is."""
        for _ in range(_ROUNDS):
            self._hear(till, self._serve(exchange.next_request(till)))
            if not exchange.unsent(till) and till.cursor == self.centre.seq:
                return

    def want(self, till: TillSide, wallet: str, points: int) -> None:
        """Ask for rights; who holds them is asked to hand them back, and does."""
        self._hear(till, self._serve(exchange.ask_rights(till, wallet, points)))
        if till_side.rights(till, wallet).available < points:
            for other in self._holders(till, wallet):
                self.sync(other)
            self._hear(till, self._serve(exchange.ask_rights(till, wallet, points)))

    def _holders(self, till: TillSide, wallet: str) -> list[TillSide]:
        return [
            one
            for shop, tills in enumerate(self.tills)
            if shop not in self.cut
            for one in tills
            if one is not till and till_side.rights(one, wallet).available
        ]

    def _serve(self, request: Request) -> Answer:
        self.centre.now_ms = self.now_ms
        match request:
            case Push():
                return intake.push(self.centre, request)
            case Pull():
                if not intake.is_met(self.centre, request):
                    intake.meet(self.centre, request)
                return feed.pull(self.centre, request)
            case RightsRequest():
                return feed.request_rights(self.centre, request)
            case GrantReport():
                return healing.report(self.centre, request)

    def _hear(self, till: TillSide, answer: Answer) -> None:
        exchange.heard(till, answer, (self.today(), self.now_ms), self.name())

    # Days

    def _is_cut(self, shop: int) -> bool:
        """Tell whether a shop is cut off now; each at other hours, the later ones each day."""
        hour = self.now_ms % _DAY_MS / _HOUR_MS
        begins = (shop * 7 + self.days * 3) % (_HOURS - _OUTAGE_H + 1)
        return begins <= hour < begins + _OUTAGE_H

    def _cut_and_mend(self) -> None:
        """Until the moment it is cut off a shop hears of everything, as soon as it is not again."""
        now = {shop for shop in range(SHOPS) if self._is_cut(shop)}
        for shop in sorted(now ^ self.cut):
            for till in self.tills[shop]:
                self.sync(till)
        self.cut = now

    def open(self, members: int) -> None:
        """Let members begin with points of their own shop, and the centre know their ways."""
        for member in range(members):
            till = self.chance.choice(self.tills[member % SHOPS])
            points = self.chance.randrange(_OPENING[member // SHOPS % len(_OPENING)])
            self._write(till, "sale", _sale(_wallet(member), self.today(), 10 * points))
            for ago in range(_KNOWN_DAYS, 0, -1) if self.is_planned else ():
                if self.chance.randrange(100) < _VISITS_PERCENT:
                    at = self.tills[self._shop_of(member)][0].device
                    day = self.today() - timedelta(days=ago)
                    planner.note_visit(self.centre, at, _wallet(member), day)

    def day(self, members: int) -> None:
        """Play a night and a day."""
        begun = self.now_ms
        self.centre.day, self.centre.now_ms = self.today(), self.now_ms
        authority.begin_day(self.centre)
        planner.begin_night(self.centre)
        planner.place_at_night(self.centre)
        for _ in range(2):  # what is handed back, and what is given of it
            self.all_sync()
        self.days += 1
        accounts = self.centre.accounts.values()
        total = sum(one.balance for one in accounts)
        if self.days > _WARM_DAYS:
            self.played.held.append(100 * sum(one.held for one in accounts) / max(total, 1))
        going = [one for one in range(members) if self.chance.randrange(100) < _VISITS_PERCENT]
        self.chance.shuffle(going)
        for number, member in enumerate(going):
            self.now_ms = begun + number * _HOURS * _HOUR_MS // len(going)
            self._cut_and_mend()
            self._visit(member)
        self.now_ms = begun + _DAY_MS
        self.cut = set()

    def all_sync(self) -> None:
        """Let every till and the centre exchange all there is."""
        for tills in self.tills:
            for till in tills:
                self.sync(till)

    def _shop_of(self, member: int) -> int:
        """Give the shop somebody goes to."""
        home, roll = member % SHOPS, self.chance.randrange(100)
        if roll >= _NEIGHBOUR:
            return self.chance.randrange(SHOPS)
        return home if roll < _OWN else (home + 1) % SHOPS

    def _visit(self, member: int) -> None:
        self.played.visits += 1
        shop = self._shop_of(member)
        till, wallet = self.chance.choice(self.tills[shop]), _wallet(member)
        if shop not in self.cut:
            self.sync(till)
        balance = till_side.shown(till, wallet)[0]
        if balance >= REWARD and self.chance.randrange(100) < _SPEND_PERCENT:
            self._spend(shop, till, wallet, balance)
        self._write(till, "sale", _sale(wallet, self.today(), self.chance.randrange(300, 900)))
        if shop not in self.cut:
            self.sync(till)

    def _spend(self, shop: int, till: TillSide, wallet: str, balance: int) -> None:
        fits = [(points, share) for points, share in self.rewards if points <= balance]
        (points,) = self.chance.choices([one for one, _ in fits], [share for _, share in fits])
        is_cut = shop in self.cut
        if not is_cut and till_side.may_spend(till, wallet, self.now_ms) < points:
            self.want(till, wallet, points)
        # Where a shop is cut off its members are sent to the till that leads it.
        tills = [till, self.tills[shop][0]] if is_cut and self.is_planned else [till]
        able = [one for one in tills if till_side.may_spend(one, wallet, self.now_ms) >= points]
        if able:
            self._write(able[0], "redeem", _redeem(wallet, self.today(), points))
        if self.days <= _WARM_DAYS:
            return
        if is_cut:
            self.played.note(balance, is_met=bool(able))
        else:
            self.played.online += 1
            self.played.met_online += bool(able)

    def _write(self, till: TillSide, kind: str, data: Mapping[str, Any]) -> None:
        at = (self.today(), self.now_ms)
        till_side.write(till, kind, data, identity=self.name(), at=at)


def _wallet(member: int) -> str:
    return hashlib.sha256(f"wallet {member}".encode()).hexdigest()[:32]


def _sale(wallet: str, day: date, amount: int) -> dict[str, Any]:
    earned = amount // 10
    return {
        "member": wallet,
        "wallet": wallet,
        "on": day.isoformat(),
        "receipt": "",
        "receipt_key": "",
        "amount": amount,
        "lines": [["", "", 1, amount, earned]],
        "excluded": 0,
        "paid": 0,
        "base": amount,
        "earned": earned,
        "repaid": 0,
        "expires": "",
        "spent": [],
        "pays": 0,
        "how": "card",
        "source": "typed",
        "approver": _NOBODY,
    }


def _redeem(wallet: str, day: date, points: int) -> dict[str, Any]:
    return {
        "member": wallet,
        "on": day.isoformat(),
        "spent": [[wallet, points]],
        "pays": 0,
        "what": "tea",
        "how": "card",
        "approver": _NOBODY,
    }


def play(
    members: int,
    days: int,
    seed: int,
    *,
    is_planned: bool = True,
    rewards: tuple[tuple[int, int], ...] = REWARDS,
) -> Played:
    """Play so many days; at the end all have heard of all, and nothing may be missing."""
    chain = Chain(is_planned, Random(seed), rewards)
    chain.open(members)
    for _ in range(days):
        chain.day(members)
    for _ in range(2):
        chain.all_sync()
    chain.played.loss = chain.centre.loss
    chain.played.loss += sum(1 for one in chain.centre.accounts.values() if one.balance < 0)
    logs = (op for tills in chain.tills for till in tills for op in till.log)
    chain.played.returns = sum(1 for op in logs if op.kind == "rights.return")
    return chain.played
