"""What tills are told besides wallets: for each kind who is told, and how its rows are read.

A row is read when it is asked for, for whoever asks; the feed only says what changed. A kind that
is not in the table cannot be told: a test fails for one.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from central.database import uuid
from central.working.asking import Asking, key
from central.working.person_page import members_of
from regulars.agreement.asked import UNKNOWN, read_asked
from regulars.agreement.messages import Place, Standing
from regulars.canonical import Json
from regulars.ids import Id, spell
from sync.wire import Row

Rows = dict[str, dict[str, Json]]
"""Rows by their name in the feed, which is hexadecimal digits; without their places."""


class Audience(StrEnum):
    """Who is told of a kind."""

    ALL = "every device of the shop"
    TRUSTED = "every device that is not retired, copied or shut out"
    CONCERNED = "offices, and the tills of the stores it comes from"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, how the centre stands to them, and how far their own log is in what it says.

    A counter is told of people by its store; an office is told everything.
    """

    standing: Standing
    seen: Place
    device: Id
    store: Id
    is_office: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: names in the feed, with what facts say of them."""

    asking: Asking
    reader: Reader
    values: Mapping[str, str]

    def keys(self) -> list[object]:
        """Give the names as ids of the database."""
        return [key(name) for name in self.values]


@dataclass(frozen=True, slots=True)
class Told:
    """A kind of row: who is told, and how it is read."""

    audience: Audience
    read: Callable[[Asked], Rows]


_STORES = """
select store, name from store where tenant = %(tenant)s and store = any(%(ids)s)
"""
_TILLS = """
select device.device, device.store, device.name, device.role, device_epoch.standing,
  device_epoch.is_revoked
from device join device_epoch using (tenant, device)
where tenant = %(tenant)s and device = any(%(ids)s) and device.role in ('counter', 'office')
order by device, epoch
"""
_STAFF = """
select staff, name, role, is_active from staff
where tenant = %(tenant)s and staff = any(%(ids)s)
"""
_PINS = """
select staff, pin, pin_changed from staff
where tenant = %(tenant)s and staff = any(%(ids)s) and pin <> ''
"""
_DOCUMENTS = """
select kind, name, body from document
where tenant = %(tenant)s and kind || ' ' || name = any(%(names)s)
"""


_OF_STORE = "select device from device where tenant = %(tenant)s and store = %(store)s"


def _stores(asked: Asked) -> Rows:
    rows = asked.asking.rows(_STORES, ids=asked.keys())
    return {store.hex: {"id": store.hex, "name": name} | _seen(asked) for store, name in rows}


def _tills(asked: Asked) -> Rows:
    """Tell of tills: the standing is that of a device's newest life, which is the last read."""
    found: Rows = {}
    rows = asked.asking.rows(_TILLS, ids=asked.keys())
    for device, store, name, role, standing, is_revoked in rows:
        said = "revoked" if is_revoked else standing
        row: dict[str, Json] = {"id": device.hex, "store": "" if store is None else store.hex}
        row |= {"name": name, "role": role, "standing": said}
        found[device.hex] = row | _seen(asked)
    return found


def _staff(asked: Asked) -> Rows:
    return {
        one.hex: {"id": one.hex, "name": name, "role": role, "active": is_active}
        for one, name, role, is_active in asked.asking.rows(_STAFF, ids=asked.keys())
    }


def _pins(asked: Asked) -> Rows:
    return {
        one.hex: {"id": one.hex, "verifier": verifier, "seen": changed}
        for one, verifier, changed in asked.asking.rows(_PINS, ids=asked.keys())
    }


def _documents(asked: Asked) -> Rows:
    names = [bytes.fromhex(name).decode() for name in asked.values]
    found: Rows = {}
    for kind, name, body in asked.asking.rows(_DOCUMENTS, names=names):
        id_ = f"{kind} {name}"
        row: dict[str, Json] = {"id": id_, "kind": kind, "name": name}
        found[id_.encode().hex()] = row | {"body": json.loads(bytes(body))} | _seen(asked)
    return found


def _seen(asked: Asked) -> dict[str, Json]:
    return {"seen": list(asked.reader.seen)}


def _links(asked: Asked) -> Rows:
    return {name: {"id": name, "to": value} for name, value in asked.values.items()}


def _requests(asked: Asked) -> Rows:
    found: Rows = {}
    for name, value in asked.values.items():
        said = read_asked(value)
        cash = [one.cash_minor for one in said.dones]
        told: dict[str, Json] = {"done": [*said.done], "refused": [*said.refused]}
        told |= {"cash": [] if UNKNOWN in cash else [*cash], "back": [*said.back]}
        told |= {"at": said.at, "gone": said.is_gone}
        row: dict[str, Json] = {"id": name, "to": said.to}
        found[name] = row | {field: one for field, one in told.items() if one}
    return found


_CARDS = """
select fingerprint, member, form, state from card
where tenant = %(tenant)s and fingerprint = any(%(cards)s)
"""


def _cards(asked: Asked) -> Rows:
    cards = [bytes.fromhex(name) for name in asked.values]
    found: Rows = {}
    for fingerprint, member, form, state in asked.asking.rows(_CARDS, cards=cards):
        name = fingerprint.hex()
        holder = "" if member is None else member.hex
        found[name] = {"id": name, "member": holder, "form": form, "state": state}
    return found


def _members(asked: Asked) -> Rows:
    """Tell of people, each as far as whoever asks is to know them; see `person_page`."""
    reader = asked.reader
    told = members_of(asked.asking, reader.store, asked.values, is_office=reader.is_office)
    seen = _seen(asked)
    return {name: row | seen for name, row in told.items()}


def _reviews(asked: Asked) -> Rows:
    """Tell of what wants a person: the fact is spelled like its row."""
    reader = asked.reader
    known = {name: json.loads(value) for name, value in asked.values.items() if value}
    said: Rows = {name: {**one, "id": name} for name, one in known.items()}
    if reader.is_office:
        return said
    rows = asked.asking.rows(_OF_STORE, store=uuid(reader.store))
    here = {spell(reader.device), *(device.hex for (device,) in rows)}
    return {name: row for name, row in said.items() if _concerns(row.get("devices"), here)}


def _concerns(devices: Json | None, here: set[str]) -> bool:
    """Tell whether something is about one of these tills, or about none.

    A choice that came before what it is about does not say yet: it concerns nobody.
    """
    if devices is None:
        return False
    assert isinstance(devices, list)
    return not devices or any(device in here for device in devices)


TOLD: Mapping[str, Told] = {
    "member": Told(Audience.ALL, _members),
    "card": Told(Audience.ALL, _cards),
    "alias": Told(Audience.ALL, _links),
    "erased": Told(Audience.ALL, _links),
    "request": Told(Audience.ALL, _requests),
    "store": Told(Audience.ALL, _stores),
    "till": Told(Audience.ALL, _tills),
    "staff": Told(Audience.ALL, _staff),
    "pin": Told(Audience.TRUSTED, _pins),
    "document": Told(Audience.ALL, _documents),
    "review": Told(Audience.CONCERNED, _reviews),
}
"""Wallets are told to every device too, each with its own rights; `regulars.agreement.feed`."""
WALLET = "wallet"
FEED_OF: Mapping[str, tuple[str, ...]] = {
    "shop.opened": (),
    "store": ("store",),
    "till": ("till",),
    "setting": ("document",),
    "staff": ("staff",),
    "programme": ("document",),
    "category": ("document",),
    "member.enrolled": ("member", "alias", WALLET),
    "member.changed": ("member",),
    "card.issued": ("card",),
    "card.revoked": ("card",),
    "consent.given": ("consent",),
    "sale": (WALLET,),
    "redeem": (WALLET,),
    "reverse": (WALLET,),
    "adjust": (WALLET,),
    "expire": (WALLET,),
    "clock.confirmed": (),
    "import": (),
    "seen.phone": (),
    "rights.return": (WALLET,),
    "day.close": (WALLET, "request"),
    "refund.release": (WALLET, "request"),
    "refund.request": (WALLET, "request"),
    "merge": ("alias", WALLET),
    "unmerge": ("alias", WALLET),
    "erase": ("erased",),
    "authority.handed_over": (),
    "review.settled": ("review",),
    "pin.set": (),  # the verifier it vouches for is told, and comes by another door
}
"""What tills are told because of an operation; those with nothing say something to nobody else."""


def rows_of(
    asking: Asking, reader: Reader, kind: str, facts: Iterable[tuple[str, int, str]]
) -> tuple[list[Row], list[tuple[str, int]]]:
    """Read rows of a kind, and what is gone of it; `facts` are name, place and value.

    Whoever is not to be told of a kind gets neither.
    """
    told = TOLD[kind]
    if told.audience is Audience.TRUSTED and reader.standing is not Standing.LIVE:
        return [], []
    places = {name: (seq, value) for name, seq, value in facts}
    found = told.read(Asked(asking, reader, {name: value for name, (_, value) in places.items()}))
    rows: list[Row] = [
        {**found[name], "seq": seq} for name, (seq, _) in places.items() if name in found
    ]
    if told.audience is Audience.CONCERNED:  # who is not told of one was never told
        return rows, [(name, seq) for name, (seq, value) in places.items() if not value]
    gone = [(spelled(kind, name), seq) for name, (seq, _) in places.items() if name not in found]
    return rows, gone


def spelled(kind: str, name: str) -> str:
    """Give the id of a row from its name in the feed."""
    return bytes.fromhex(name).decode() if kind == "document" else name
