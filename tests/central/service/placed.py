"""A centre with the agreement there is and two tills in it, to be asked all kinds of things."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from central.agreement import Agreement
from central.database import Database
from central.enrolling import Enrolling
from central.vouching import Vouching
from regulars.ids import spell
from sync.enrolment import Role
from sync.wire_push import PushAnswer
from tests.central.service.book import Book
from tests.central.service.cast import GENEROUS
from tests.central.service.fuzz import Caller
from tests.central.service.standing import KEYS, Hand, Shop, Till, ask, running


class Place:
    """A centre with the agreement there is, and two tills in it whose questions get through."""

    def __init__(self, caller: Caller, shop: Shop, books: list[Book], tokens: list[str]) -> None:
        self.caller, self.shop, self.books, self.tokens = caller, shop, books, tokens

    @property
    def known(self) -> dict[str, list[Any]]:
        """Give real values by the fields they belong to."""
        first = self.books[0]
        return {
            "device": [spell(first.till.device)],
            "tenant": [spell(first.till.tenant)],
            "store": [spell(first.till.store)],
            "member": [spell(first.member)],
            "wallet": [spell(first.wallet)],
            "epoch": [1],
            "feed": [1],
            "schema": [1],
            "cursor": ["", "1.0", "1.1", "2.1"],
        }


@contextmanager
def placed(database: Database) -> Iterator[Place]:
    """A centre that tells nobody to wait."""
    enrolling = Enrolling(database, KEYS, Hand())
    agreement = Agreement(database, Hand(), Vouching(enrolling))
    with (
        running(database, agreement=agreement, limits=GENEROUS) as centre,
        centre.till_side() as side,
    ):
        shop = Shop(centre.parts.enrolling).open()
        books, tokens = list[Book](), list[str]()
        for role in (Role.COUNTER, Role.OFFICE):
            book = Book(Till())
            tokens.append(book.till.enter(side, shop.code(role)))
            book.sell(100)
            assert isinstance(side.push(tokens[-1], book.push()), PushAnswer)
            books.append(book)
        caller = Caller(centre, json.loads(ask(centre, "GET", "/openapi.json").body))
        yield Place(caller, shop, books, tokens)
        caller.close()
