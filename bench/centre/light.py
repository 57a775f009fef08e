"""Light tills: a key, a log in memory, and the questions of a till, for one process with many.

Their operations are those that a till's verbs write, byte for byte in form.
"""

import os
import random
import ssl
from dataclasses import dataclass, field
from datetime import date

from bench.centre.line import Answer, Line, own_address
from bench.centre.town import Town, fresh
from central.folder import now_ms
from regulars.business_day import Calendar
from regulars.canonical import Json, encode
from regulars.ids import RANDOM_BYTES, Id, new_id, spell
from regulars.operations.chain import SALT_BYTES, link, seal, seed
from regulars.operations.hlc import tick
from regulars.operations.operation import NOBODY, Header, Operation
from regulars.people.member_number import make
from sync.http import NDJSON, trusting
from sync.ports import Stored
from sync.signing import public_key, sign
from sync.wire import SCHEMA, pack
from sync.wire_enrol import (
    EnrolAnswer,
    EnrolRequest,
    Nonce,
    NonceRequest,
    Token,
    TokenRequest,
    read_enrol_answer,
    read_nonce,
    read_token,
)
from sync.wire_push import Beside, Push, fitting

CALENDAR = Calendar("Asia/Taipei", 4)
_BLOCK = 1_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a wallet."""

    member: Id
    wallet: Id


@dataclass(slots=True)
class Light:
    """One till of a shop."""

    number: int
    line: Line
    ears: Line
    shop: Id
    store: Id
    device: Id = field(default_factory=fresh)
    key: bytes = field(default_factory=lambda: os.urandom(32))
    epoch: int = 1
    token: str = ""
    cursor: str = ""
    feed: int = 1
    seq: int = 0
    sent: int = 0
    head: bytes = b""
    sent_head: bytes = b""
    hlc: int = 0
    granted: dict[Id, int] = field(default_factory=dict)
    waiting: list[Stored] = field(default_factory=list)

    # Coming in

    async def enter(self, code: str) -> None:
        """Be let in with a code."""
        wish = EnrolRequest(
            code=code,
            tenant=self.shop,
            store=self.store,
            device=self.device,
            epoch=1,
            key=public_key(self.key),
            schema=SCHEMA,
            last=0,
            currency="",
            exponent=0,
            worth_points=1,
            worth_minor=0,
        )
        said = await self.line.ask(
            "POST", "/v1/enrol", pack(wish.signed(sign(self.key, wish.statement())).spelled())
        )
        found = read_enrol_answer(said.body)
        assert isinstance(found, EnrolAnswer), said
        self.epoch, self.feed = found.epoch, found.feed
        self.head = self.sent_head = seed(self.device, self.epoch)
        await self.show_itself()

    async def show_itself(self) -> None:
        """Get a token."""
        wish = NonceRequest(self.device, self.epoch)
        said = await self.line.ask("POST", "/v1/token/nonce", pack(wish.spelled()))
        nonce = read_nonce(said.body)
        assert isinstance(nonce, Nonce), said
        asked = TokenRequest(self.shop, self.device, self.epoch, nonce.nonce)
        signed = asked.signed(sign(self.key, asked.statement()))
        said = await self.line.ask("POST", "/v1/token", pack(signed.spelled()))
        token = read_token(said.body)
        assert isinstance(token, Token), said
        self.token = token.text

    # Acting

    def write(self, kind: str, data: dict[str, Json], private: dict[str, Json] | None = None) -> Id:
        """Write an operation into the log."""
        at = now_ms()
        identity = new_id(at, os.urandom(RANDOM_BYTES))
        secret = encode(private) if private else b""
        salt = os.urandom(SALT_BYTES) if private else b""
        self.seq += 1
        self.hlc = tick(self.hlc, at)
        header = Header(
            kind, identity, self.seq, self.shop, self.store, self.device, self.epoch, self.shop,
            at, CALENDAR.day(at), self.hlc, bytes(16),
        )  # fmt: skip
        body = Operation(header, data, seal(salt, secret) if private else "").body()
        self.head = link(self.head, body)
        self.waiting.append(Stored(self.seq, body, self.head, salt, secret))
        return identity

    def enrol(self, number: int) -> Member:
        """Make somebody a member."""
        one = Member(fresh(), fresh())
        data: dict[str, Json] = {
            "member": spell(one.member),
            "wallet": spell(one.wallet),
            "number": make(4200 + number // _BLOCK, number % _BLOCK),
            "language": "zh_Hant",
            "source": "counter",
        }
        phone = f"+8869{number * 7919 % 100_000_000:08d}"
        self.write("member.enrolled", data, {"name": f"Lin {number}", "phone": phone})
        return one

    def sell(self, one: Member, amount: int) -> Id:
        """Give points for a sale."""
        receipt = f"{self.number}-{self.seq + 1}"
        day = CALENDAR.day(now_ms())
        data: dict[str, Json] = {
            "member": spell(one.member),
            "wallet": spell(one.wallet),
            "on": day.isoformat(),
            "receipt": receipt,
            "receipt_key": f"|{receipt}",
            "amount": amount,
            "lines": [["", "", 1, amount, amount // 100]],
            "excluded": 0,
            "paid": 0,
            "base": amount,
            "earned": amount // 100,
            "repaid": 0,
            "expires": date(day.year + 1, day.month, 1).isoformat(),
            "spent": [],
            "pays": 0,
            "how": "card",
            "source": "typed",
            "approver": spell(NOBODY),
        }
        return self.write("sale", data)

    # Sending

    def batch(self) -> tuple[bytes, int]:
        """Give the next push as it travels, and how many operations are in it."""
        count = fitting([one.body for one in self.waiting], [one.private for one in self.waiting])
        now, self.waiting = self.waiting[:count], self.waiting[count:]
        push = Push(
            self.device,
            self.epoch,
            SCHEMA,
            now[0].seq,
            self.sent_head,
            tuple(one.body for one in now),
            tuple(Beside(one.seq, one.salt, one.private) for one in now if one.private),
        )
        signed = sign(self.key, push.statement())
        self.sent_head = now[-1].hash
        return pack(Push(*_fields(push), signed).spelled()), count

    async def push(self, body: bytes) -> Answer:
        """Send a push that was made."""
        return await self.line.ask("POST", "/v1/sync/push", body, NDJSON, self.token)

    async def pull(self, wait_s: int = 0, limit: int = 500) -> Answer:
        """Ask for news."""
        path = f"/v1/sync/pull?cursor={self.cursor}&limit={limit}&wait={wait_s}&schema={SCHEMA}"
        return await self.ears.ask("GET", path, token=self.token)

    async def close(self) -> None:
        """End both connections: the one to speak, and the one that waits for news."""
        await self.line.close()
        await self.ears.close()


def _fields(push: Push) -> tuple[Id, int, int, int, bytes, tuple[bytes, ...], tuple[Beside, ...]]:
    return (
        push.device, push.epoch, push.schema, push.first, push.previous, push.bodies, push.beside
    )  # fmt: skip


def lights(town: Town, shop: Id, store: Id, count: int, first: int = 0) -> list[Light]:
    """Make tills that are not let in yet."""
    trusted = trusting(town.authority)
    return [
        Light(number, _line(town, trusted, number), _line(town, trusted, number), shop, store)
        for number in range(first, first + count)
    ]


def _line(town: Town, trusted: ssl.SSLContext, number: int) -> Line:
    return Line("127.0.0.1", town.service.port, trusted, own_address(number))


async def let_in(town: Town, tills: list[Light]) -> None:
    """Let tills in one after another."""
    for till in tills:
        await till.enter(town.code(till.shop, till.store))


def chances(seed_: int) -> random.Random:
    """Give chance that is the same in every run."""
    return random.Random(seed_)
