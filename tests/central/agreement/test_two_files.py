"""Two tills with real encrypted files and the centre on PostgreSQL: people go from one to all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from central.callers import Caller
from central.database import Database, uuid
from central.erasing import erase, receipts
from desktop.answers import MemberCard
from desktop.book import Book, open_book
from desktop.requests import ChangeRequest
from desktop.store.joining import join
from desktop.store.members import member_card
from desktop.store.profile import profile
from desktop.store.search import search
from desktop.store.till_store import OwnFile
from desktop.store.verify import verify
from desktop.verbs.enrol import change_member
from desktop.verbs.identify import Scanned, scanned
from desktop.verbs.shop import found_shop
from regulars.agreement.messages import Source
from regulars.ids import Id, spell
from sync import outgoing, signing
from sync.enrolment import Role
from sync.wire_pull import Page, PullRequest
from sync.wire_push import PushAnswer
from tests.central.agreement import spelling
from tests.central.agreement.shop import Shop
from tests.desktop.agreeing.test_people_of_other_tills import export
from tests.desktop.book import FixedClock, enrolled, founding, make_store, seeded

NAME, PHONE, BIRTHDAY = "林小美", "0912345678", "1990-02-28"
PERSONAL = (NAME, "912345678", BIRTHDAY, "Lin Mei", "xiaomei")


def _chance_of(seed: int, shop: bytes) -> Callable[[int], bytes]:
    """Give chance that makes the same shop for every till, and all else anew."""
    rest = seeded(seed).randbytes
    first = iter([shop])
    return lambda count: next(first, b"")[:count] or rest(count)


@dataclass(slots=True)
class File:
    """A till's file, and the way to the centre."""

    name: str
    folder: Path
    shop: Shop
    book: Book
    store: UUID = field(init=False)

    def __post_init__(self) -> None:
        with self.book.store.writing():
            join(self.book.store, lease_days=14, is_authority=False)
        identity = self.book.shop.identity
        self.store = uuid(identity.store)
        self.shop.second().enrol(spelling_source(identity.device))
        ids = {"tenant": uuid(identity.tenant), "store": self.store}
        self.shop.change(
            "insert into store (tenant, store, name) values (%(tenant)s, %(store)s, '')", **ids
        )
        self.shop.change(
            "update device set store = %(store)s where device = %(device)s",
            device=uuid(identity.device),
            **ids,
        )

    @property
    def file(self) -> OwnFile:
        """Give the file as the engine has it."""
        return OwnFile(self.book.journal)

    def caller(self) -> Caller:
        """Say who asks."""
        here = self.file.who()
        return Caller(here.tenant, here.store, here.device, here.epoch, Role.COUNTER)

    def push(self) -> None:
        """Send what was not sent yet."""
        while said := outgoing.next_push(self.file, self.file.who(), 200, {}):
            signed = outgoing.signed(said, lambda words: signing.sign(spelling.KEY, words))
            answer = self.shop.agreement.push(self.caller(), signed)
            assert isinstance(answer, PushAnswer), answer
            self.file.note_answer(signed.epoch, answer)
            assert self.file.acked(signed.epoch) >= signed.last

    def pull(self) -> None:
        """Read what is new, and once more, which says that it was kept."""
        for _ in range(2):
            page = self.shop.agreement.pull(self.caller(), PullRequest(self.file.cursor(), 100))
            assert isinstance(page, Page), page
            self.file.apply_page(page)
            assert page.up_to_date

    def found(self, typed: str) -> list[Id]:
        """Give whom somebody at the counter finds."""
        return [row.id for row in search(self.book.store, typed, "TW")]

    def card(self, member: Id) -> MemberCard:
        """Give a member as the counter shows one."""
        found = member_card(self.book.store, member, self.book.today(), 0)
        assert found is not None
        return found

    def wants_offers(self, member: Id) -> bool:
        """Tell what this till knows of a member's wish."""
        known = profile(self.book.store, member)
        return known is not None and known.has_marketing

    def answer(self, member: Id, *, given: bool) -> None:
        """Write down what a member says of offers."""
        later(self)
        data = {"member": spell(member), "purpose": "marketing", "text": "2026-11"}
        with self.book.writing():
            self.book.journal.write("consent.given", {**data, "given": given, "channel": "counter"})


def spelling_source(device: Id) -> Source:
    """Give a till's source as the rules have it."""
    return Source(spell(device), 1)


@pytest.fixture
def tills(database: Database, tmp_path: Path) -> Iterator[tuple[File, File]]:
    """Two tills of one shop, in two stores; both files are proved in the end."""
    clock = FixedClock()
    books, tenant = [], uuid4().bytes
    for number, name in enumerate(("east", "west")):
        chance = _chance_of(number, tenant)
        (tmp_path / name).mkdir()
        store = make_store(tmp_path / name / "shop.db")
        owner = found_shop(store, founding(), clock=clock, chance=chance, device_key=bytes(32))
        books.append(open_book(store, clock, chance, owner))
    shop = Shop(database, books[0].shop.identity.tenant, clock.ms).open()
    assert books[1].shop.identity.tenant == shop.tenant
    east, west = (
        File(name, tmp_path / name, shop, book)
        for name, book in zip(("east", "west"), books, strict=True)
    )
    for one in (east, west):
        one.pull()
    yield east, west
    for one in (east, west):
        assert verify(one.book.store).findings == (), one.name
        one.book.store.close()


def later(till: File) -> None:
    """Let a second pass; all tills have the one clock."""
    till.book.clock.ms += 1_000  # type: ignore[attr-defined] # a clock that a test moves


def agree(*tills: File) -> None:
    """Let everybody say and hear all there is."""
    for one in tills:
        one.push()
    for one in tills:
        one.pull()


def test_who_is_enrolled_at_one_till_is_found_at_the_other(tills: tuple[File, File]) -> None:
    east, west = tills
    member, card = enrolled(east.book, NAME, PHONE, BIRTHDAY)
    agree(east, west)
    for typed in (NAME, "lin", "lxm", "5678", member.number):
        assert west.found(typed) == [member.id], typed
    found = scanned(west.book.store, card, west.book.today(), 0)
    assert isinstance(found, Scanned)
    assert found.member is not None
    assert (found.member.id, found.member.name, found.member.birthday) == (member.id, NAME, "")
    assert west.found("0912345678") == [member.id], "whoever types all of it means its end"
    ((phone,),) = west.book.store.rows("select phone from member where name = ?", (NAME,))
    assert phone == "", "another store is not told the whole number"
    assert east.found("0912345678") == [member.id]
    assert east.found("0955345678") == [], "who is told all of it is not found by its end"


def test_whoever_comes_by_is_known_there_in_full(tills: tuple[File, File]) -> None:
    east, west = tills
    member, _ = enrolled(east.book, NAME, PHONE, BIRTHDAY)
    agree(east, west)
    west.answer(member.id, given=True)
    agree(west, east)
    assert west.found("0955345678") == []
    assert west.card(member.id).birthday == BIRTHDAY
    assert east.wants_offers(member.id)


def test_a_change_goes_to_all_and_ones_own_is_shown_until_it_arrives(
    tills: tuple[File, File],
) -> None:
    east, west = tills
    member, _ = enrolled(east.book, NAME, PHONE, BIRTHDAY)
    agree(east, west)
    later(west)
    change_member(west.book, ChangeRequest(member.id, name="Lin Mei"))
    later(east)
    change_member(east.book, ChangeRequest(member.id, phone="0987654321"))
    west.push()
    east.pull()  # a row that has not seen the new number yet
    assert (east.card(member.id).name, east.found("4321")) == ("Lin Mei", [member.id])
    agree(east, west)
    for one in tills:
        assert (one.card(member.id).name, one.found("4321")) == ("Lin Mei", [member.id])
        assert one.found("5678") == []


def test_an_own_change_that_came_too_late_gives_way(tills: tuple[File, File]) -> None:
    east, west = tills
    member, _ = enrolled(east.book, NAME, PHONE, BIRTHDAY)
    agree(east, west)
    later(west)
    change_member(west.book, ChangeRequest(member.id, name="early"))
    later(east)
    change_member(east.book, ChangeRequest(member.id, name="late"))
    east.push()
    west.pull()
    assert west.card(member.id).name == "early", "its own, which nobody has seen yet"
    agree(west, east)
    assert west.card(member.id).name == east.card(member.id).name == "late"


def test_a_no_said_anywhere_is_a_no_everywhere(tills: tuple[File, File]) -> None:
    east, west = tills
    member, _ = enrolled(east.book, NAME, PHONE, BIRTHDAY)
    east.answer(member.id, given=True)
    agree(east, west)
    assert west.wants_offers(member.id)
    west.answer(member.id, given=False)
    east.pull()
    assert not west.wants_offers(member.id)
    west.pull()
    assert not west.wants_offers(member.id), "what it heard before is older"
    agree(west, east)
    assert not east.wants_offers(member.id)


def test_the_same_person_enrolled_at_both_is_one_person_at_both(
    tills: tuple[File, File],
) -> None:
    east, west = tills
    first, _ = enrolled(east.book, NAME, PHONE, BIRTHDAY)
    enrolled(west.book, NAME, PHONE)
    agree(east, west)
    agree(east, west)
    for one in tills:
        assert one.found(NAME) == [first.id]


def test_who_is_erased_is_gone_from_every_file_to_the_byte_and_all_have_said_so(
    tills: tuple[File, File], tmp_path: Path
) -> None:
    east, west = tills
    shop = east.shop
    member, _ = enrolled(east.book, NAME, PHONE, BIRTHDAY)
    other, _ = enrolled(east.book, "Ottilie Quux", "0955555555")
    agree(east, west)
    later(west)
    change_member(west.book, ChangeRequest(member.id, name="Lin Mei"))
    agree(west, east)
    assert erase(shop.agreement, shop.tenant, member.id, "asked")
    change_member(west.book, ChangeRequest(member.id, birthday=BIRTHDAY))
    agree(west, east)
    (receipt,) = receipts(shop.database, shop.tenant)
    assert (receipt.done, receipt.devices) == (2, 2)
    assert shop.rows("select 1 from private where member = %(m)s", m=uuid(member.id)) == []
    for one in tills:
        assert one.found(NAME) == one.found("5678") == one.found(member.number) == []
        assert one.found("Ottilie") == [other.id]
        left = _left(one, tmp_path)
        assert left == [], one.name
        assert b"Ottilie Quux" in _plain(one, tmp_path), "the control: who was not erased is there"


def _left(one: File, folder: Path) -> list[str]:
    plain = _plain(one, folder)
    return [text for text in PERSONAL if text.encode() in plain]


def _plain(one: File, folder: Path) -> bytes:
    one.book.store.hand_over()
    target = folder / f"{one.name}.plain"
    target.unlink(missing_ok=True)
    export(one, target)  # type: ignore[arg-type] # it has a book
    return target.read_bytes()
