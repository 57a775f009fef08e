"""Build a shop of a given size once, with the real operations, and keep it in a cache folder.

Rows are written in bulk with syncing off; they are the rows the verbs would have written, and the
file must pass `verify` like any other. Everything is seeded: the same size gives the same shop.
"""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.head_note import write_note
from desktop.opening import FirstRun, World, found
from desktop.paths import Folder
from desktop.pins import Hasher
from desktop.secrets import FileStore, open_keys
from desktop.store.database import Store, open_store
from desktop.store.journal import head_of
from desktop.store.places import EPOCH_SHIFT, LINE_SHIFT
from desktop.store.shop import Shop, load_shop
from desktop.verbs.shop import Founding
from regulars.canonical import Json, encode
from regulars.codes import card_text, fingerprint
from regulars.ids import RANDOM_BYTES, Id, new_id, spell
from regulars.money import CURRENCIES
from regulars.operations.chain import SALT_BYTES, link, seal
from regulars.operations.hlc import tick
from regulars.operations.operation import NOBODY, Header, Operation
from regulars.people.member_number import make
from regulars.people.names import initials, search_text
from regulars.programme.programme import Programme

SEED = 20261122
PIN = "7391"
SALES_EACH = 5
BATCH = 20_000
_DAY_MS = 86_400_000
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文辉玲红兰飞玉雪梅宇浩凯健俊琳欣怡晨子轩"
_LATIN_FIRST = [
    "Ada",
    "Ben",
    "Cara",
    "Dan",
    "Eve",
    "Finn",
    "Gia",
    "Hugo",
    "Ida",
    "Jack",
    "Kim",
    "Leo",
    "Mia",
    "Noah",
    "Olga",
    "Pia",
    "Ray",
    "Sue",
    "Tom",
    "Una",
]
_LATIN_LAST = [
    "Byron",
    "Chen",
    "Diaz",
    "Evans",
    "Fox",
    "Gray",
    "Hill",
    "Ivanov",
    "Jones",
    "Khan",
    "Lopez",
    "Moore",
    "Ng",
    "Owen",
    "Patel",
    "Reed",
]
Progress = Callable[[str, int, int], None]


class FixedClock:
    """A clock that stands where it is put."""

    def __init__(self, at_ms: int) -> None:
        self.at_ms = at_ms

    def now_ms(self) -> int:
        """Give where the clock stands."""
        return self.at_ms

    def steady_ms(self) -> int:
        """Give where the clock stands."""
        return self.at_ms


@dataclass(slots=True)
class Cards:
    """The cards and names of a built shop, for choosing random members; not kept in the file."""

    members: int

    def card(self, number: int) -> str:
        """Give the card text of a member by its running number."""
        return card_text(_bytes(number, 1, 13))

    def number(self, number: int) -> str:
        """Give a member number."""
        return _number(number)

    def name(self, number: int) -> str:
        """Give a member's name."""
        return _name(number)

    def phone(self, number: int) -> str:
        """Give a member's phone in E.164."""
        return _phone(number)


def _bytes(number: int, salt: int, length: int) -> bytes:
    return random.Random(number * 1_000_003 + salt).randbytes(length)


def _number(number: int) -> str:
    return make(number // 1_000_000 + 4200, number % 1_000_000)


def _name(number: int) -> str:
    chance = random.Random(number)
    if number % 10 == 0:
        return f"{chance.choice(_LATIN_FIRST)} {chance.choice(_LATIN_LAST)}"
    given = "".join(chance.choice(_GIVEN) for _ in range(chance.choice((1, 2, 2))))
    return chance.choice(_SURNAMES) + given


def _phone(number: int) -> str:
    return f"+8869{number * 7919 % 100_000_000:08d}"


def built(cache: Path, members: int, progress: Progress) -> Folder:
    """Give the folder of a shop with so many members, building it if it is not there."""
    final = Folder(cache / f"shop-{members}")
    if (final.root / "built").exists():
        return final
    shutil.rmtree(final.root, ignore_errors=True)
    today_ms = int(time.time() * 1000)
    start_ms = today_ms - 400 * _DAY_MS
    world = World(
        FixedClock(start_ms),
        random.Random(SEED).randbytes,
        Hasher(time_cost=1, memory_cost=8, parallelism=1),
    )
    founding = Founding(
        shop_name="Bench",
        currency=CURRENCIES["USD"],
        zone="Asia/Taipei",
        region="TW",
        programme=Programme(),
        owner_name="Owner",
    )
    cache.mkdir(parents=True, exist_ok=True)
    made = found(
        final,
        FirstRun(founding, PIN),
        world,
        FileStore(final.root.with_name(final.root.name + ".new")),
    )
    assert isinstance(made, tuple), "the bench's PIN is a good one"
    made[0].close()
    keys = open_keys(final.root)
    store = open_store(final.database, keys.database)
    _Builder(store, load_shop(store), start_ms, members, progress).build()
    write_note(final.head, store, keys)
    store.close()
    (final.root / "built").write_text(str(members))
    return final


@dataclass(slots=True)
class _Builder:
    """Writes members, cards and sales in bulk."""

    store: Store
    shop: Shop
    start_ms: int
    members: int
    progress: Progress
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    place: int = 0
    hlc: int = 0
    hash: bytes = b""
    at_ms: int = 0
    wallets: list[bytes] = field(default_factory=list)
    ids: list[bytes] = field(default_factory=list)
    points: list[int] = field(default_factory=list)

    def build(self) -> None:
        """Build everything, then the indexes that were set aside."""
        head = head_of(self.store)
        assert head is not None, "a founded shop has a log"
        self.place, self.hash, self.hlc, self.at_ms = head.place, head.hash, head.hlc, self.start_ms
        for pragma in ("synchronous = off", "foreign_keys = off", "cache_size = -400000"):
            self.store.run(f"pragma {pragma}")
        indexes = self._set_indexes_aside()
        self._in_batches("members", self._members())
        self._in_batches("sales", self._sales())
        self._totals()
        for sql in indexes:
            self.progress("indexes", 0, 0)
            with self.store.writing():
                self.store.run(sql)

    def _set_indexes_aside(self) -> list[str]:
        rows = self.store.rows(
            "select name, sql from sqlite_master where type = 'index' and sql is not null"
        )
        with self.store.writing():
            for name, _ in rows:
                self.store.run(f"drop index {name}")
        return [sql for _, sql in rows]

    def _in_batches(self, what: str, steps: Iterator[int]) -> None:
        done = 0
        running = True
        while running:
            with self.store.writing():
                running = False
                for total in steps:
                    done = total
                    if done % BATCH == 0:
                        running = True
                        break
            self.progress(what, done, self.members)

    def _operation(self, kind: str, data: dict[str, Json], private: dict[str, str] | None) -> Id:
        identity = new_id(self.at_ms, self.chance.randbytes(RANDOM_BYTES))
        here = self.shop.identity
        self.place += 1
        self.at_ms += 1_000
        self.hlc = tick(self.hlc, self.at_ms)
        secret = encode(private) if private else b""
        salt = self.chance.randbytes(SALT_BYTES) if private else b""
        day = self.shop.calendar.day(self.at_ms)
        header = Header(
            kind,
            identity,
            self.place & 0xFFFFFFFF,
            here.tenant,
            here.store,
            here.device,
            self.place >> EPOCH_SHIFT,
            here.tenant,
            self.at_ms,
            day,
            self.hlc,
            self.shop.programme.name,
        )
        body = Operation(header, data, seal(salt, secret) if private else "").body()
        self.hash = link(self.hash, body)
        self.store.connection.execute(
            "insert into operation values (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.place, identity, kind, self.at_ms, day.isoformat(), self.hlc, body, self.hash),
        )
        if private:
            self.store.connection.execute(
                "insert into private values (?, ?, ?)", (self.place, salt, secret)
            )
        return identity

    def _members(self) -> Iterator[int]:
        run = self.store.connection.execute
        for number in range(self.members):
            member = new_id(self.at_ms, self.chance.randbytes(RANDOM_BYTES))
            wallet = new_id(self.at_ms, self.chance.randbytes(RANDOM_BYTES))
            name, phone = _name(number), _phone(number)
            digits = _number(number)
            data: dict[str, Json] = {
                "member": spell(member),
                "wallet": spell(wallet),
                "number": digits,
                "language": "zh_Hant",
                "source": "counter",
            }
            self._operation("member.enrolled", data, {"name": name, "phone": phone})
            joined = self.shop.calendar.day(self.at_ms).isoformat()
            national = phone.removeprefix("+")
            run(
                "insert into member values (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 'zh_Hant', ?)",
                (
                    number + 1,
                    member,
                    self.place,
                    digits,
                    name,
                    phone,
                    national,
                    national[::-1],
                    initials(name),
                    joined,
                ),
            )
            run(
                "insert into member_words (rowid, words) values (?, ?)",
                (number + 1, search_text(name)),
            )
            run(
                "insert into wallet (key, id, member) values (?, ?, ?)",
                (number + 1, wallet, number + 1),
            )
            card = fingerprint(card_text(_bytes(number, 1, 13)))
            self._operation(
                "card.issued", {"member": spell(member), "card": card.hex(), "form": "token"}, None
            )
            run("insert into card values (?, ?, 'token', 'good')", (card, number + 1))
            self.ids.append(member)
            self.wallets.append(wallet)
            self.points.append(0)
            self.at_ms -= 1_500
            yield number + 1

    def _sales(self) -> Iterator[int]:
        run = self.store.connection.execute
        step = 300 * _DAY_MS // max(self.members * SALES_EACH, 1)
        for number in range(self.members * SALES_EACH):
            who = number % self.members
            amount = 500 + self.chance.randrange(10_000)
            earned = amount // 100
            day = self.shop.calendar.day(self.at_ms + step).isoformat()
            wallet = spell(Id(self.wallets[who]))
            data: dict[str, Json] = {
                "member": spell(Id(self.ids[who])),
                "wallet": wallet,
                "on": day,
                "receipt": f"R{number}",
                "receipt_key": f"|R{number}",
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
                "approver": spell(NOBODY),
            }
            self.at_ms += max(step - 1_000, -999)
            act = self._operation("sale", data, None)
            run("insert into receipt values (?, ?)", (f"|R{number}", self.place))
            run(
                "insert into entry values (?, ?, 'earn', ?, 0, ?, ?, ?, null)",
                (who + 1, self.place << LINE_SHIFT, earned, day, self.hlc, act),
            )
            self.points[who] += earned
            yield number + 1

    def _totals(self) -> None:
        with self.store.writing():
            run = self.store.connection.execute
            for number, points in enumerate(self.points):
                run(
                    "update wallet set balance = ?, earned = ?,"
                    " visits = (select count(*) from entry where entry.wallet = wallet.key),"
                    " last_visit = (select coalesce(max(day), '') from entry"
                    " where entry.wallet = wallet.key) where key = ?",
                    (points, points, number + 1),
                )
