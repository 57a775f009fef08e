"""Arrays in their binary form are what the driver spells; what does not fit is the driver's."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest

from central.arrays import Column, column
from central.database import Connection, Database, LostRace, is_piped, uuid
from central.working.asking import Asking
from regulars.ids import Id
from tests.central.house import House

ONE, OTHER = UUID(int=1), UUID(int=(1 << 128) - 1)
CASES: list[tuple[str, Sequence[object]]] = [
    ("uuid", [ONE, OTHER]),
    ("uuid", [ONE, None]),
    ("bigint", [0, -1, 2**62, None]),
    ("integer", [1, 2**31 - 1]),
    ("smallint", [7]),
    ("text", ["", "街角", 'a "quoted", {one}', "NULL", None]),
    ("bytea", [b"", b"\x00\xff", None]),
    ("date", [date(1970, 1, 1), date(2000, 1, 1), date(9000, 1, 1), None]),
    ("boolean", [True, False, None]),
]
_WALLET = "update wallet set debt = %(debt)s where tenant = %(tenant)s and wallet = %(wallet)s"


@pytest.mark.parametrize(("kind", "values"), CASES)
def test_an_array_arrives_as_the_driver_would_bring_it(
    database: Database, tenant: Id, kind: str, values: Sequence[object]
) -> None:
    spelled = column(values)
    assert isinstance(spelled, Column)

    def ask(connection: Connection) -> list[tuple[object, ...]]:
        words = f"select one from unnest(%s::{kind}[]) one".encode()
        return [
            *connection.execute(words, (spelled,)).fetchall(),
            *connection.execute(words, (values,)).fetchall(),
        ]

    assert database.read(tenant, ask) == [(value,) for value in [*values, *values]]


@pytest.mark.parametrize("values", [[], [None, None], [1, "a"], [True, 1], [2**63], [1.5]])
def test_what_is_not_of_one_known_type_is_left_to_the_driver(values: list[object]) -> None:
    assert column(values) is values


def _put(asking: Asking, house: House, rows: int) -> None:
    """Write one wallet's debt and say that it was so many rows."""
    values = {"debt": 7, "wallet": house.wallet}
    asking.put(_WALLET, "nothing", [(None,)] * rows, **values)


def test_a_race_that_was_lost_is_noticed_although_nobody_waited_for_the_statement(
    database: Database, house: House
) -> None:
    tries = []

    def work(connection: Connection) -> None:
        assert is_piped(connection)
        tries.append(1)
        asking = Asking(connection, house.tenant, 0)
        asking.settled(lambda: _put(asking, house, 2 if len(tries) < 3 else 1))

    database.write(house.tenant, work, is_piped=True)
    assert len(tries) == 3


def test_what_breaks_behind_a_lost_race_is_no_bug(database: Database, house: House) -> None:
    tries = []

    def work(connection: Connection) -> None:
        tries.append(1)
        asking = Asking(connection, house.tenant, 0)

        def act() -> None:
            _put(asking, house, 2)
            asking.run("insert into wallet (tenant, wallet) values (%(tenant)s, %(of)s)",
                       of=house.wallet)  # fmt: skip

        if len(tries) < 2:
            asking.settled(act)

    database.write(house.tenant, work, is_piped=True)
    assert len(tries) == 2


def test_without_a_pipe_the_race_is_noticed_at_once(database: Database, house: House) -> None:
    def work(connection: Connection) -> None:
        with pytest.raises(LostRace):
            _put(Asking(connection, house.tenant, 0), house, 2)

    database.write(house.tenant, work)


def test_what_fails_in_a_pipe_leaves_nothing(database: Database, house: House) -> None:
    question = "select debt from wallet where tenant = %s and wallet = %s"

    def work(connection: Connection) -> None:
        _put(Asking(connection, house.tenant, 0), house, 1)
        raise KeyError

    with pytest.raises(KeyError):
        database.write(house.tenant, work, is_piped=True)
    place = (uuid(house.tenant), house.wallet)
    found = database.read(house.tenant, lambda one: one.execute(question, place).fetchall())
    assert found == [(0,)]
