"""Write down what a shop says of itself: the words that counted, where everybody looks for them."""

from collections.abc import Iterable

from central.working.asking import Asking, key
from central.working.centre import Working
from regulars.agreement.messages import Logged
from regulars.agreement.papers import DOCUMENT, paper_of, said_by
from regulars.agreement.places import is_id, store_led
from regulars.business_day import is_zone
from regulars.canonical import encode
from regulars.programme.programme import read_programme

_STORE = """
insert into store (tenant, store, name) values (%(tenant)s, %(store)s, %(name)s)
on conflict (tenant, store) do update set name = excluded.name
"""
_SHOP_NAME = "update tenant set name = %(name)s where tenant = %(tenant)s and name = ''"
_DEVICE = "update device set name = %(name)s where tenant = %(tenant)s and device = %(device)s"
_STAFF = """
insert into staff (tenant, staff, name, role, is_active)
values (%(tenant)s, %(staff)s, %(name)s, %(role)s, %(active)s)
on conflict (tenant, staff) do update set role = excluded.role, is_active = excluded.is_active,
  name = case when excluded.name <> '' then excluded.name else staff.name end
"""
_DOCUMENT = """
insert into document (tenant, kind, name, body, stamp)
values (%(tenant)s, %(kind)s, %(name)s, %(body)s, %(stamp)s)
on conflict (tenant, kind, name) do update set body = excluded.body, stamp = excluded.stamp
"""
_WORTH = """
update tenant set worth_points = %(points)s, worth_minor = %(minor)s, redeem_min = %(least)s
where tenant = %(tenant)s
"""
_LEAD = "update store set lead = %(lead)s where tenant = %(tenant)s and store = %(store)s"
_OPENED = """
update tenant set zone = %(zone)s, day_start = %(day_start)s, region = %(region)s, is_told = true
where tenant = %(tenant)s and not is_told and currency = %(currency)s
  and exponent = %(exponent)s
"""


def save_papers(working: Working, ops: Iterable[Logged]) -> None:
    """Write what counted of what these operations say; `ops` are those taken in now."""
    asking, counted = working.asking, working.told.changed()
    for op in ops:
        if op.kind == "shop.opened":
            _save_opened(asking, op)
        paper = paper_of(op) if op.kind in _SAVED or op.kind in _DOCUMENTS else None
        if paper is None or said_by(counted.get(paper, "")) != op.id:
            continue
        if paper[0] == DOCUMENT:
            _save_document(asking, op, paper[1], counted[paper])
        else:
            _SAVED[op.kind](asking, op)


def _save_opened(asking: Asking, op: Logged) -> None:
    """A shop that ran alone says when its day begins, once: with the first entry of its log."""
    data = op.data
    if op.place == (1, 1) and is_zone(data["zone"]):
        names = ("zone", "day_start", "region", "currency", "exponent")
        asking.run(_OPENED, **{name: data[name] for name in names})


def _save_store(asking: Asking, op: Logged) -> None:
    asking.run(_STORE, store=key(op.data["store"]), name=op.data["name"])
    asking.run(_SHOP_NAME, name=op.data["name"])


def _save_till(asking: Asking, op: Logged) -> None:
    asking.run(_DEVICE, device=key(op.data["till"]), name=op.data["name"])


def _save_staff(asking: Asking, op: Logged) -> None:
    name, data = op.private.get("name", ""), op.data
    asking.run(
        _STAFF, staff=key(data["staff"]), name=name, role=data["role"], active=data["active"]
    )


_SAVED = {"store": _save_store, "till": _save_till, "staff": _save_staff}
_DOCUMENTS = frozenset({"programme", "category", "setting"})


def _save_document(asking: Asking, op: Logged, spelled: str, said: str) -> None:
    kind, name = bytes.fromhex(spelled).decode().split(" ", 1)
    stamp = bytes.fromhex(said)[:24]
    asking.run(_DOCUMENT, kind=kind, name=name, body=encode(op.data), stamp=stamp)
    if op.kind == "programme":
        programme = read_programme(op.data["document"])
        asking.run(
            _WORTH,
            points=programme.worth_points,
            minor=programme.worth_minor,
            least=programme.redeem_min,
        )
    elif op.kind == "setting" and (store := store_led(op.data["key"])) is not None:
        _save_lead(asking, store, op.data["value"])


def _save_lead(asking: Asking, store: str, till: str) -> None:
    """Write down which till leads a store; what is no id chooses none."""
    if is_id(store):
        asking.run(_LEAD, store=key(store), lead=key(till) if is_id(till) else None)
