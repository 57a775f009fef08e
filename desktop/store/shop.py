"""What this file knows of its shop: who it is, its calendar and currency, rules and settings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop import trouble
from desktop.store.database import Store
from regulars.business_day import Calendar
from regulars.ids import Id, spell
from regulars.money import Currency
from regulars.operations.operation import read_operation
from regulars.programme.programme import Programme, read_programme


@dataclass(frozen=True, slots=True)
class Identity:
    """The names a till signs its log with; made by the till, registered when it is enrolled."""

    tenant: Id
    store: Id
    device: Id
    epoch: int


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of goods: the key a cashier types, its name, and whether it earns."""

    key: str
    name: str
    earns: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A thing the shop sells, by the register's own code."""

    code: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop as it stands now; a new value replaces it when something about it changes."""

    identity: Identity
    currency: Currency
    calendar: Calendar
    region: str
    training: bool
    name: str
    till_name: str
    programme: Programme
    categories: tuple[Category, ...] = ()
    items: tuple[Item, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)

    def setting(self, key: str, default: str = "") -> str:
        """Give a setting, or what it is where nobody has set it."""
        return self.settings.get(key, default)


def load_shop(store: Store) -> Shop:
    """Read the shop from an open file; raises NotSetUp where none was founded."""
    first = store.value("select body from operation order by place limit 1")
    if first is None:
        raise trouble.NotSetUp
    opened = read_operation(first)
    data: Mapping[str, Any] = opened.data
    documents: dict[str, dict[str, Any]] = {}
    for kind, name, body in store.rows("select kind, name, body from document"):
        documents.setdefault(kind, {})[name] = json.loads(body)
    goods = documents.get("category", {}).get("all", {"categories": [], "items": []})
    head = opened.header
    return Shop(
        identity=Identity(head.tenant, head.store, head.device, epoch_of(store)),
        currency=Currency(data["currency"], data["exponent"], data["sign"]),
        calendar=Calendar(data["zone"], data["day_start"]),
        region=data["region"],
        training=data["training"],
        name=documents.get("store", {}).get(spell(head.store), {"name": ""})["name"],
        till_name=documents.get("till", {}).get(spell(head.device), {"name": ""})["name"],
        programme=_programme(documents),
        categories=tuple(Category(key, name, earns) for key, name, earns in goods["categories"]),
        items=tuple(Item(code, name, category) for code, name, category in goods["items"]),
        settings={key: body["value"] for key, body in documents.get("setting", {}).items()},
    )


def _programme(documents: Mapping[str, Mapping[str, Any]]) -> Programme:
    published = documents.get("programme", {}).get("current")
    return Programme() if published is None else read_programme(published["document"])


def epoch_of(store: Store) -> int:
    """Give the epoch this file writes in; raised when a backup is restored."""
    found = store.value("select value from local where name = 'epoch'")
    return 1 if found is None else int(found)


def local_fact(store: Store, name: str) -> str:
    """Give a fact of this file alone, or an empty text."""
    found = store.value("select value from local where name = :name", {"name": name})
    return "" if found is None else str(found)


def keep_local_fact(store: Store, name: str, value: str) -> None:
    """Keep a fact of this file alone. Call it inside a write."""
    store.run(
        "insert into local (name, value) values (:name, :value)"
        " on conflict (name) do update set value = excluded.value",
        {"name": name, "value": value},
    )


def wallet_of(store: Store, member: Id) -> tuple[int, Id, int, int] | None:
    """Give a member's wallet as key, id, balance and debt."""
    found = store.row(
        "select wallet.key, wallet.id, balance, debt from wallet"
        " join member on member.key = wallet.member where member.id = :member",
        {"member": member},
    )
    return None if found is None else (found[0], Id(found[1]), found[2], found[3])


__all__ = [
    "Category",
    "Identity",
    "Item",
    "Shop",
    "epoch_of",
    "keep_local_fact",
    "load_shop",
    "local_fact",
    "wallet_of",
]
