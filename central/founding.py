"""How a shop and its stores are written down. Who may do so is not decided here."""

from dataclasses import dataclass

from central.database import Connection, uuid
from central.feed import Change, publish
from regulars.agreement.centre import CENTRE
from regulars.ids import Id

LOBBY = Id(bytes(15) + b"\x01")
"""Nobody's shop: where codes wait for a shop that ran alone and brings its own names."""
CENTRE_ITSELF = Id(bytes.fromhex(CENTRE))
"""The name under which the centre writes its own log, in every shop."""
RESERVED = frozenset({Id(bytes(16)), LOBBY, CENTRE_ITSELF})
"""Names that nobody may bring: not as a shop's, a store's or a till's."""

_FOUND = """
insert into tenant (tenant, name, currency, exponent, zone, day_start, region,
  worth_points, worth_minor, is_authority, is_told, founded)
values (%(tenant)s, %(name)s, %(currency)s, %(exponent)s, %(zone)s, %(day_start)s, %(region)s,
  %(worth_points)s, %(worth_minor)s, %(is_authority)s, %(is_told)s, %(now)s)
on conflict do nothing
"""
_CENTRE = """
insert into device (tenant, device, role, enrolled)
values (%(tenant)s, %(centre)s, 'centre', %(now)s)
on conflict do nothing
"""
_STORE = """
insert into store (tenant, store, name) values (%(tenant)s, %(store)s, %(name)s)
on conflict do nothing
"""
_LETTERS = 3
_NO_CURRENCY = "XXX"


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new shop is told of itself: its name, money, day and what its points are worth.

    A shop that ran alone tells the rest with the first entries of its log: `is_told` is not yet so.
    """

    name: str
    currency: str
    exponent: int
    zone: str
    day_start: int
    region: str
    worth_points: int
    worth_minor: int
    is_told: bool = True


def is_currency(text: str) -> bool:
    """Tell whether a text is a currency's code: three capital letters."""
    return len(text) == _LETTERS and text.isascii() and text.isalpha() and text.isupper()


def write_shop(
    connection: Connection, shop: Id, founding: Founding, now_ms: int, *, is_authority: bool
) -> bool:
    """Write a new shop down, and the centre as a device of it; tells whether it was not there."""
    values = {
        "tenant": uuid(shop),
        "name": founding.name,
        "currency": founding.currency,
        "exponent": founding.exponent,
        "zone": founding.zone,
        "day_start": founding.day_start,
        "region": founding.region,
        "worth_points": founding.worth_points,
        "worth_minor": founding.worth_minor,
        "is_authority": is_authority,
        "is_told": founding.is_told,
        "now": now_ms,
    }
    if connection.execute(_FOUND, values).rowcount == 0:
        return False
    connection.execute(_CENTRE, {**values, "centre": uuid(CENTRE_ITSELF)})
    return True


def open_lobby(connection: Connection, now_ms: int) -> None:
    """Write nobody's shop down where it is not there yet."""
    nobody = Founding("", _NO_CURRENCY, 0, "UTC", 0, "", 1, 1)
    write_shop(connection, LOBBY, nobody, now_ms, is_authority=False)
    open_store(connection, LOBBY, LOBBY, "")


def open_store(connection: Connection, shop: Id, store: Id, name: str) -> None:
    """Write a new store of a shop down and tell all tills; one that is there stays."""
    values = {"tenant": uuid(shop), "store": uuid(store), "name": name}
    if connection.execute(_STORE, values).rowcount:
        publish(connection, shop, [Change("store", store)])


def tell_of_till(connection: Connection, shop: Id, device: Id) -> None:
    """Tell all tills of a device that is new, or of which something is different now."""
    publish(connection, shop, [Change("till", device)])
