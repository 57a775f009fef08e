"""How often points can be spent at a shop that is cut off: twenty shops of four tills, simulated.

The pure rules of agreement play it, without a network or a file. Members go to their own shop 80
times in a hundred, to its neighbour 15 times, anywhere else 5 times; every shop is cut off for two
hours of each day of twelve. `Policy` is what tills do beyond the rules to have points where they
are wanted.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import Any

from regulars.agreement import authority, exchange, feed, healing, intake
from regulars.agreement import till as till_side
from regulars.agreement.centre import Centre
from regulars.agreement.messages import Answer, GrantReport, Pull, Push, Request, RightsRequest
from regulars.agreement.till import TillSide

SHOPS, TILLS = 20, 4
REWARD = 100
_MOST = 3 * REWARD
_BEGIN = date(2026, 1, 5)
_DAY_MS = 86_400_000
_HOURS = 12
_OUTAGE_H = 2
_VISITS_PERCENT = 30
_OWN, _NEIGHBOUR = 80, 95
_POOL_PERCENT = 40
_SPEND_PERCENT = 20
_NOBODY = "00" * 16
_ROUNDS = 40


class Policy(Enum):
    """What is done so that points are where they are wanted."""

    RULES_ONLY = "as the rules are"
    """Points stay at the till that gave them, and move only when another asks."""
    LEAD_TILL = "one till of each shop asks ahead"
    """One till of a shop spends while it is cut off; it asks for rights after a visit, and the one
    of a member's own shop every night."""


@dataclass(slots=True)
class Played:
    """What came of it: wishes to spend at a shop that was cut off, and those that were met."""

    wished: int = 0
    met: int = 0
    visits: int = 0
    loss: int = 0

    @property
    def percent(self) -> float:
        """Give how many of a hundred were met."""
        return 100 * self.met / max(self.wished, 1)


@dataclass(slots=True)
class Chain:
    """All shops, their centre and their members."""

    policy: Policy
    chance: Random
    centre: Centre = field(default_factory=Centre)
    tills: list[list[TillSide]] = field(default_factory=list)
    now_ms: int = 1_000 * _DAY_MS
    names: int = 0
    played: Played = field(default_factory=Played)

    def __post_init__(self) -> None:
        self.tills = [[TillSide(self.name()) for _ in range(TILLS)] for _ in range(SHOPS)]
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
            request = exchange.next_request(till)
            self._hear(till, self._serve(request))
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
            if not self.is_cut(shop)
            for one in tills
            if one is not till and wallet in one.cells and till_side.rights(one, wallet).available
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

    def is_cut(self, shop: int) -> bool:
        """Tell whether a shop is cut off now; each at other hours."""
        hour = self.now_ms % _DAY_MS / 3_600_000
        begins = 1 + shop * 7 % (_HOURS - _OUTAGE_H)
        return begins <= hour < begins + _OUTAGE_H

    def day(self, members: int) -> None:
        """Play a day."""
        begun = self.now_ms
        if self.today() != self.centre.day:
            self.centre.day = self.today()
            self.centre.now_ms = self.now_ms
            authority.begin_day(self.centre)
        for tills in self.tills:
            for till in tills:
                self.sync(till)
        if self.policy is Policy.LEAD_TILL:
            for member in range(members):
                self._ask_ahead(self.tills[member % SHOPS][0], _wallet(member))
        going = [one for one in range(members) if self.chance.randrange(100) < _VISITS_PERCENT]
        self.chance.shuffle(going)
        for number, member in enumerate(going):
            self.now_ms = begun + number * _HOURS * 3_600_000 // len(going)
            self._visit(member)
        self.now_ms = begun + _DAY_MS

    def _visit(self, member: int) -> None:
        self.played.visits += 1
        home, roll = member % SHOPS, self.chance.randrange(100)
        shop = home if roll < _OWN else (home + 1) % SHOPS
        if roll >= _NEIGHBOUR:
            shop = self.chance.randrange(SHOPS)
        lead, till = self.tills[shop][0], self.chance.choice(self.tills[shop])
        wallet = _wallet(member)
        is_cut = self.is_cut(shop)
        if not is_cut:
            self.sync(till)
        if (
            till_side.shown(till, wallet)[0] >= REWARD
            and self.chance.randrange(100) < _SPEND_PERCENT
        ):
            self._spend(
                lead if is_cut and self.policy is Policy.LEAD_TILL else till, wallet, is_cut
            )
        self._write(till, "sale", _sale(wallet, self.today(), self.chance.randrange(300, 900)))
        if not is_cut:
            self.sync(till)
            if self.policy is Policy.LEAD_TILL:
                self._ask_ahead(lead, wallet)

    def _ask_ahead(self, lead: TillSide, wallet: str) -> None:
        self.sync(lead)
        account = self.centre.accounts.get(wallet)
        share = 0 if account is None else account.balance * (100 - _POOL_PERCENT) // 200
        if account is not None and account.balance >= REWARD:
            self.want(lead, wallet, min(max(REWARD, share), _MOST))

    def _spend(self, till: TillSide, wallet: str, is_cut: bool) -> None:
        if not is_cut:
            self.want(till, wallet, REWARD)
        can = till_side.may_spend(till, wallet, self.now_ms) >= REWARD
        if is_cut:
            self.played.wished += 1
            self.played.met += can
        if can:
            self._write(till, "redeem", _redeem(wallet, self.today()))

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


def _redeem(wallet: str, day: date) -> dict[str, Any]:
    return {
        "member": wallet,
        "on": day.isoformat(),
        "spent": [[wallet, REWARD]],
        "pays": 0,
        "what": "tea",
        "how": "card",
        "approver": _NOBODY,
    }


def play(policy: Policy, members: int, days: int, seed: int) -> Played:
    """Play so many days; at the end all have heard of all, and nothing may be missing."""
    chain = Chain(policy, Random(seed))
    for _ in range(days):
        chain.day(members)
    for _ in range(2):
        for tills in chain.tills:
            for till in tills:
                chain.sync(till)
    chain.played.loss = chain.centre.loss
    chain.played.loss += sum(1 for one in chain.centre.accounts.values() if one.balance < 0)
    return chain.played
