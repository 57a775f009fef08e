"""The service looks by itself for who is kept too long, goes on after trouble, and ends at once."""

import threading
from datetime import date, timedelta

from central.again import Again
from central.database import Database
from central.retaining import Retaining
from central.service.logs import Line
from central.trouble import DatabaseGone
from regulars.business_day import month_end
from tests.central.agreement.chain_of_stores import Stores
from tests.central.agreement.shop import Shop


def a_shop_from_which_somebody_stays_away(database: Database) -> Shop:
    shop = Shop(database).open()
    chain = Stores(shop)
    till = chain.till("east")
    chain.enrol(till)
    shop.results(till)
    ((joined,),) = shop.rows("select day from tenant")
    assert isinstance(joined, date)
    shop.change("update tenant set day = %(day)s", day=month_end(joined, 24) - timedelta(days=5))
    return shop


def test_who_is_kept_too_long_gets_notice_without_anybody_asking(database: Database) -> None:
    shop = a_shop_from_which_somebody_stays_away(database)
    said: list[Line] = []
    looked = threading.Event()
    retaining = Retaining(database, shop.agreement, said.append)
    with Again("retaining", retaining.look, said.append, 3_600.0, looked.set):
        assert looked.wait(30)
    assert shop.rows("select count(*) from notice") == [(1,)]
    assert {"event": "retention", "noticed": 1, "erased": 0} in said


def test_a_database_that_is_away_is_asked_again(database: Database) -> None:
    shop = a_shop_from_which_somebody_stays_away(database)
    said: list[Line] = []
    turns = threading.Semaphore(0)
    away = _Away(database)
    retaining = Retaining(away, shop.agreement, said.append)  # type: ignore[arg-type] # as much as it needs
    with Again("retaining", retaining.look, said.append, 0.0, turns.release):
        assert turns.acquire(timeout=30)
        away.is_away = False
        assert away.worked.wait(30)
    assert said[0] == {"event": "trouble", "door": "retaining", "trouble": DatabaseGone().code}
    assert shop.rows("select count(*) from notice") == [(1,)]


class _Away:
    """A database that is away until it is said to be back."""

    def __init__(self, inside: Database) -> None:
        self.inside = inside
        self.is_away = True
        self.worked = threading.Event()

    def ask(self, question: str) -> list[tuple[object, ...]]:
        if self.is_away:
            raise DatabaseGone
        return self.inside.ask(question)

    def write(self, *words: object) -> object:
        self.worked.set()
        return self.inside.write(*words)  # type: ignore[arg-type] # handed on
