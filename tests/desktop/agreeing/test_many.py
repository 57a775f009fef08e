"""Rows that are taken in together leave the file as rows that are taken in one by one."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.book import Book, open_book
from desktop.requests import ChangeRequest, SaleRequest
from desktop.store import many, many_wallets
from desktop.store.database import Store, open_store
from desktop.store.joining import join
from desktop.store.till_store import OwnFile
from desktop.store.verify import verify
from desktop.verbs.enrol import change_member, replace_card, set_consent
from desktop.verbs.sell import sell
from regulars.canonical import Json
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from sync.enrolment import Standing
from sync.wire_pull import Page
from sync.wire_rights import WalletRow
from sync.wire_rows import CardRow, ConsentRow, LinkRow, MemberRow
from tests.desktop.agreeing.beside import play
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.agreeing.test_controls import Fault
from tests.desktop.book import KEY, FixedClock, add_member, make_book, seeded
from tests.desktop.ledger.conftest import busy

NAMES = ("王小明", "林美", "Ada Byron", "Ben", "", "陳大文")
PURPOSES = ("membership", "marketing")
STRANGERS, PAGES = 30, 8
NEVER = 10**9


def from_now_on(patch: pytest.MonkeyPatch, few: int) -> None:
    """Take rows in together where there are so many of them."""
    patch.setattr(many, "FEW", few)
    patch.setattr(many_wallets, "FEW", few)


@dataclass(slots=True)
class Twins:
    """Two copies of a file that are told the same; the first takes rows in one by one."""

    books: tuple[Book, Book]
    members: list[tuple[Id, Id]]
    cards: list[bytes]
    patch: pytest.MonkeyPatch
    seq: int = 0

    def each(self, act: Callable[[Book], object]) -> None:
        """Let the same happen in both."""
        for book, few in zip(self.books, (NEVER, 1), strict=True):
            from_now_on(self.patch, few)
            act(book)

    def differences(self) -> list[str]:
        """List the tables in which the two are not the same."""
        one, other = (rows_of(book.store) for book in self.books)
        return [name for name in one if one[name] != other[name]]

    def read(self, chance: random.Random) -> None:
        """Read a page, some of which is old, known, or of people who have done something here."""
        rows = drawn(self, chance)
        here = OwnFile(self.books[0].journal).who()
        for group in rows["wallet"]:
            group |= {"tenant": here.tenant.hex(), "device": here.device.hex()}
        self.seq += 40
        page = Page(
            f"c1.{self.seq}", False, 0, 1, Standing.LIVE, 1, 0,
            {kind: tuple(group) for kind, group in rows.items()}, reached=self.seq,
        )  # fmt: skip
        self.each(lambda book: OwnFile(book.journal).apply_page(page))

    def act(self, chance: random.Random) -> None:
        """Let something happen at the counter."""
        member = self.members[chance.randrange(5)][0]
        number, name = chance.randrange(4), chance.choice(NAMES[:4])
        amount, is_yes = chance.randrange(100, 9_000), bool(chance.randrange(2))

        def happens(book: Book) -> None:
            match number:
                case 0:
                    act = book.journal.fresh_id()
                    sell(book, SaleRequest(act, member, (Line(amount),)))
                case 1:
                    change_member(book, ChangeRequest(member, name=name))
                case 2:
                    set_consent(book, member, "marketing", given=is_yes)
                case _:
                    replace_card(book, member)

        self.each(happens)


def drawn(twins: Twins, chance: random.Random) -> dict[str, list[dict[str, Json]]]:
    """Draw the rows of a page: of each kind some, each thing once."""

    def some(things: list[Any]) -> list[Any]:
        return chance.sample(things, chance.randrange(len(things)))

    def seq() -> int:
        return max(1, twins.seq + chance.randrange(-30, 40))

    def seen() -> tuple[int, int]:
        return chance.choice([(0, 0), (1, chance.randrange(1, 90))])

    members = [
        MemberRow(
            member, seq(), wallet if chance.random() < 0.9 else chance.choice(twins.members)[1],
            f"29{chance.randrange(10**11):011}", twins.books[0].today(), chance.choice(NAMES),
            **chance.choice([{}, {"phone": f"+8869123{seq():05}"}, {"tail": "1234"}]), seen=seen(),
        ).row()
        for member, wallet in some(twins.members)
    ]  # fmt: skip
    wallets = [
        WalletRow(
            Id(bytes(16)), Id(bytes(16)), 1, wallet, seq(), chance.randrange(900), 0, seen(),
            chance.randrange(300), chance.choice([50, 10**12]), ((None, chance.randrange(900)),),
        ).row()
        for _, wallet in some(twins.members)
    ]  # fmt: skip
    holders = [None, *(member for member, _ in twins.members), Id(b"never heard of.."[:16])]
    cards = [
        CardRow(card, seq(), chance.choice(holders), chance.choice(["token", "alias", "print"]),
                chance.random() < 0.2).row()
        for card in some(twins.cards)
    ]  # fmt: skip
    consents = [
        ConsentRow(member, purpose, seq(), "2026-11", bool(chance.randrange(2)), "counter",
                   1_772_416_800_000, seen()).row()
        for member, _ in some(twins.members)
        for purpose in some([*PURPOSES, ""])
    ]  # fmt: skip
    erased = [
        LinkRow("erased", member, seq(), Id(b"e" * 16)).row()
        for member, _ in twins.members[5:]
        if chance.random() < 0.05
    ]
    found: dict[str, list[dict[str, Json]]] = {"member": members, "wallet": wallets}
    found |= {"card": cards, "consent": consents, "erased": erased}
    broken: dict[str, Json] = {"id": "zz", "seq": 5_000}
    for group in found.values():
        if group and chance.random() < 0.1:
            group.append(broken)
        if group and chance.random() < 0.1:
            group.append(chance.choice(group))
    found["wallet"] = [row for row in found["wallet"] if row is not broken]
    return found


@pytest.fixture
def twins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Twins]]:
    """Make two copies of a till's file, with a history of its own."""
    whole = tmp_path / "whole"
    whole.mkdir()
    book = make_book(whole, Programme(redeem_min=1))
    busy(book)
    add_member(book, "Nobody Else")
    with book.store.writing():
        join(book.store, lease_days=14, is_authority=False)
    own = [
        (Id(member), Id(wallet))
        for member, wallet in book.store.rows(
            "select member.id, wallet.id from member join wallet on wallet.member = member.key"
        )
    ]
    cards = [card for (card,) in book.store.rows("select fingerprint from card")]
    book.store.hand_over()
    book.store.close()
    opened: list[Store] = []

    def made(seed: int) -> Twins:
        books = tuple(_copy(whole / "shop.db", tmp_path / f"{seed}-{which}.db") for which in "ab")
        opened.extend(book.store for book in books)
        others = [
            (Id(bytes([7, number] * 8)), Id(bytes([9, number] * 8))) for number in range(STRANGERS)
        ]
        more = [bytes([number] * 32) for number in range(STRANGERS)]
        return Twins((books[0], books[1]), own + others, cards + more, monkeypatch)

    yield made
    for store in opened:
        store.close()


def _copy(whole: Path, path: Path) -> Book:
    shutil.copyfile(whole, path)
    store = open_store(path, KEY)
    store.run("pragma synchronous = off")  # disks that fail have tests of their own
    clock = FixedClock()
    clock.pass_days(80)
    owner = store.value("select id from staff limit 1")
    return open_book(store, clock, seeded(5).randbytes, Id(owner))


def played(one: Twins, seed: int) -> list[str]:
    """Play a history; gives the first differences."""
    chance = random.Random(seed)
    for _ in range(PAGES):
        one.read(chance)
        found = one.differences()
        if found:
            return found
        one.act(chance)
    return one.differences()


@pytest.mark.parametrize("seed", range(12))
def test_the_file_is_the_same_row_by_row(
    twins: Callable[[int], Twins], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(many, "_ERASED_FEW", many._ERASED_FEW * (seed % 2))
    one = twins(seed)
    assert played(one, seed) == []
    findings = [verify(book.store).findings for book in one.books]
    assert findings[0] == findings[1], "a centre that says odd things is told of the same"


def own_changes_are_overwritten(patch: pytest.MonkeyPatch) -> None:
    """Believe a row that has not seen what this till changed."""
    patch.setattr(many, "_changed_here", lambda *_: set())


def the_erased_come_back(patch: pytest.MonkeyPatch) -> None:
    """Write whoever a row names."""
    patch.setattr(many, "_erased", lambda *_: set())


def the_erased_of_a_shop_with_many_come_back(patch: pytest.MonkeyPatch) -> None:
    """Write whoever a row names, where not all who were erased are read."""
    patch.setattr(many, "_ERASED_FEW", 0)
    patch.setattr(many, "_ERASED", "select member from erased where member in (?*) and false")


def new_wallets_show_nothing(patch: pytest.MonkeyPatch) -> None:
    """Pass over what came of a wallet before its member did."""
    patch.setattr(many, "show_new", lambda *_: None)


def a_wallet_changes_hands(patch: pytest.MonkeyPatch) -> None:
    """Believe whose a wallet is said to be."""
    patch.setattr(many, "_HOLDERS", many._HOLDERS + " and false")
    patch.setattr(many, "_HELD", many._HELD + " and false")


def own_answers_are_overwritten(patch: pytest.MonkeyPatch) -> None:
    """Believe a row that has not seen what somebody said here."""
    patch.setattr(many, "_answered_here", lambda *_: set())


def own_sales_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Show the centre's figures alone."""
    patch.setattr(many_wallets, "_own_since", lambda *_: {})


def a_revoked_card_is_good_again(patch: pytest.MonkeyPatch) -> None:
    """Keep of a card what the newest row says."""
    patch.setattr(many, "_GOOD", "")


@pytest.mark.parametrize(
    "fault",
    [
        own_changes_are_overwritten,
        the_erased_come_back,
        the_erased_of_a_shop_with_many_come_back,
        new_wallets_show_nothing,
        a_wallet_changes_hands,
        own_answers_are_overwritten,
        own_sales_are_forgotten,
        a_revoked_card_is_good_again,
    ],
    ids=lambda fault: fault.__name__,
)
def test_a_rule_that_is_left_out_is_noticed(
    fault: Fault, twins: Callable[[int], Twins], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The controls."""
    fault(monkeypatch)
    assert any(played(twins(seed), seed) for seed in range(12))


@pytest.mark.parametrize("seed", range(6))
def test_the_rules_say_the_same(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from_now_on(monkeypatch, 1)
    world = play(seed, 120, tmp_path)
    assert world.shadow is not None
    world.shadow.close()
