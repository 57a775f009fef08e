"""The question before points are spent: only a scan of the card answers it, not its printing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.answers import CardReplaced, Enrolled, MemberCard, RedeemDone, SaleDone
from desktop.book import Book
from desktop.requests import BY_CARD, ChangeRequest, RedeemRequest, SaleRequest
from desktop.verbs.enrol import change_member, replace_card
from desktop.verbs.identify import Scanned, scanned
from desktop.verbs.sell import redeem, sell
from regulars.points.earning import Line
from regulars.refusals import CardRevoked, CareNeeded, Refusal
from tests.desktop.book import enrolled, make_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = make_book(tmp_path)
    yield made
    made.store.close()


def earn(book: Book, member: MemberCard, minor: int = 100_000) -> SaleDone:
    done = sell(book, SaleRequest(book.journal.fresh_id(), member.id, (Line(minor),)))
    assert isinstance(done, SaleDone), done
    return done


def spend(book: Book, member: MemberCard) -> RedeemDone | Refusal:
    """Spend points of somebody as the counter does: however the member was found."""
    act = book.journal.fresh_id()
    return redeem(book, RedeemRequest(act, member.id, 100, how=member.how))


def scan(book: Book, card: str) -> MemberCard:
    found = scanned(book.store, card, book.today(), 0)
    assert isinstance(found, Scanned), found
    assert found.member is not None
    return found.member


def test_a_replaced_card_opens_nothing_until_it_is_scanned(book: Book) -> None:
    ada, first = enrolled(book, "Ada", birthday="1990-07-04")
    earn(book, ada)
    new = replace_card(book, ada.id)
    assert isinstance(new, CardReplaced)
    assert spend(book, new.member) == CareNeeded("birthday", 1_000)
    assert isinstance(scanned(book.store, first, book.today(), 0), CardRevoked)
    assert isinstance(spend(book, scan(book, new.card_text)), RedeemDone)  # the control


def test_only_a_scan_says_that_the_card_is_here(book: Book) -> None:
    ada, card = enrolled(book, "Ada")
    changed = change_member(book, ChangeRequest(ada.id, name="Ada Byron"))
    new = replace_card(book, ada.id)
    assert isinstance(changed, Enrolled)
    assert isinstance(new, CardReplaced)
    sold = earn(book, ada)
    assert BY_CARD not in {one.how for one in (ada, changed.member, new.member, sold.member)}
    assert scan(book, new.card_text).how == BY_CARD
    assert card != new.card_text
