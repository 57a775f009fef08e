"""Two tills with real files and the centre: what is said of the shop at one is so at the other."""

from pathlib import Path

from central.callers import Caller
from central.database import Database
from desktop.book import Book
from desktop.store.joining import join
from desktop.store.rebuild import rebuild
from desktop.store.shop import load_shop
from desktop.store.till_store import OwnFile
from desktop.store.verify import verify
from desktop.verbs import shop as verbs
from regulars.agreement.messages import Source
from regulars.ids import spell
from regulars.programme.programme import Programme
from sync import signing
from sync.enrolment import Role
from sync.outgoing import next_push, signed
from sync.wire_pins import PinsAnswer, PinsRequest
from sync.wire_pull import Page, PullRequest, read_page
from sync.wire_push import PushAnswer
from tests.central.agreement import spelling
from tests.central.agreement.shop import Shop
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.book import KEY, make_book


class Till:
    """A till's file, and who it is to the centre."""

    def __init__(self, shop: Shop, book: Book) -> None:
        self.shop, self.book = shop, book
        self.file = OwnFile(book.journal)
        with book.store.writing():
            join(book.store, lease_days=14, is_authority=False)
        here = self.file.who()
        shop.second().enrol(Source(spell(here.device), here.epoch))
        self.who = Caller(shop.tenant, here.store, here.device, here.epoch, Role.COUNTER)

    def push(self, outcome: str = "posted") -> None:
        """Send all there is to send, of which the same becomes."""
        push = next_push(self.file, self.file.who(), 500, {})
        assert push is not None
        said = signed(push, lambda words: signing.sign(spelling.KEY, words))
        answer = self.shop.agreement.push(self.who, said)
        assert isinstance(answer, PushAnswer), answer
        assert {one.outcome.value for one in answer.results} == {outcome}
        self.file.note_answer(push.epoch, answer)

    def hand_up(self) -> None:
        """Tell the centre the PINs it is to be told."""
        pins = PinsRequest(self.who.device, self.who.epoch, 1, tuple(self.file.pins()))
        answer = self.shop.agreement.pins(self.who, pins)
        assert isinstance(answer, PinsAnswer)
        assert answer.unknown == ()

    def pull(self) -> None:
        """Read what is new, as it travels."""
        page = self.shop.agreement.pull(self.who, PullRequest(self.file.cursor()))
        assert isinstance(page, Page), page
        read = read_page(page.spelled())
        assert read == page
        self.file.apply_page(page)


def two(database: Database, folder: Path, seed: int) -> tuple[Till, Till]:
    """Give two tills of one shop; no wallet is told, so their files may have names of their own."""
    books = []
    for number, name in enumerate(("one", "two"), seed):
        (folder / name).mkdir()
        books.append(make_book(folder / name, seed=number))
    shop = Shop(database, books[0].shop.identity.tenant).open()
    return Till(shop, books[0]), Till(shop, books[1])


def test_what_is_said_of_the_shop_at_one_till_is_so_at_the_other(
    database: Database, tmp_path: Path
) -> None:
    one, other = two(database, tmp_path, 101)
    verbs.publish_programme(one.book, Programme(earn_points=7, expiry_months=24))
    verbs.set_setting(one.book, "receipt_required", "yes")
    verbs.set_setting(one.book, "palette", "dark")
    staff = verbs.hire(one.book, "小美", "cashier")
    other.push("parked")  # what it said when it was founded, as another shop
    one.push()
    other.pull()
    known = load_shop(other.book.store)
    assert known.programme == one.book.shop.programme
    assert known.setting("receipt_required") == "yes"
    assert known.setting("palette", "unset") != "dark"
    assert "小美" in [row.name for row in verbs.staff_rows(other.book.store)]
    assert isinstance(staff, bytes)
    one.pull()
    assert load_shop(one.book.store).setting("palette") == "dark"
    _is_sound(one, other, folder=tmp_path)


def test_a_pin_that_is_set_at_one_till_opens_the_other(database: Database, tmp_path: Path) -> None:
    one, other = two(database, tmp_path, 201)
    staff = verbs.hire(one.book, "小美", "cashier")
    assert isinstance(staff, bytes)
    with one.book.store.writing():
        one.book.store.run(
            "insert into pin (staff, verifier, seen_ms) values (?, '$argon2id$made up', 5)",
            (staff,),
        )
    one.push()
    one.hand_up()
    other.pull()
    assert (staff, "$argon2id$made up") in other.book.store.rows("select staff, verifier from pin")
    one.pull()
    assert [pin for pin in one.file.pins() if pin.staff == staff] == []
    assert [pin for pin in other.file.pins() if pin.staff == staff] == []
    _is_sound(one, other, folder=tmp_path)


def _is_sound(*tills: Till, folder: Path) -> None:
    """Prove both files and build them again."""
    for number, till in enumerate(tills):
        assert verify(till.book.store).findings == ()
        again = rebuild(till.book.store, folder / f"again {number}.db", KEY)
        before, after = rows_of(till.book.store), rows_of(again)
        again.close()
        till.book.store.close()
        assert after == before
