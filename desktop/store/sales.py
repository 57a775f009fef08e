"""Read finished sales: by receipt, by slip, and with what has gone back of them."""

import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from desktop.store.database import Store
from regulars.ids import Id, unspell
from regulars.operations.operation import Operation, read_operation
from regulars.points.earning import Line
from regulars.points.refunds import Sold, SoldLine
from regulars.programme.programme import Programme, read_programme

RECEIPT_MAX = 40


@dataclass(frozen=True, slots=True)
class KnownReceipt:
    """The sale that a receipt has earned with."""

    sale: Id
    day: str
    member_name: str


@dataclass(frozen=True, slots=True)
class SaleState:
    """A finished sale or redemption with what has gone back of it."""

    place: int
    operation: Operation
    lines: tuple[Line, ...]
    sold: Sold
    lapsed: int
    is_gone: bool

    @property
    def data(self) -> Any:
        """Give the data of the sale's operation."""
        return self.operation.data

    @property
    def wallet(self) -> Id:
        """Give the wallet that earned, or that a redemption was paid from."""
        return unspell(self.data.get("wallet") or self.data["spent"][0][0])


def receipt_key(receipt: str, day: str) -> str:
    """Give the key of a receipt number: full-width, case and spaces make no difference.

    Nor do characters nobody can see. A number with nothing to see in it has no key: "".
    """
    plain = unicodedata.normalize("NFKC", receipt).upper()
    seen = "".join(one for one in plain if unicodedata.category(one)[0] not in "CZ")
    return f"{day}|{seen}" if seen else ""


def sale_with_receipt(store: Store, key: str) -> KnownReceipt | None:
    """Find the sale a receipt has earned with."""
    found = store.row(
        "select id, day, body from receipt join operation using (place) where key = :key",
        {"key": key},
    )
    if found is None:
        return None
    sale, day, body = found
    who = unspell(json.loads(body)["data"]["member"])
    name = store.value("select name from member where id = :id", {"id": who})
    return KnownReceipt(Id(sale), day, name or "")


def operation_of(store: Store, identity: Id) -> Operation | None:
    """Read an operation by its id."""
    body = store.value("select body from operation where id = :id", {"id": identity})
    return None if body is None else read_operation(body)


def programme_named(store: Store, name: bytes) -> Programme | None:
    """Find a version of the programme by its name, newest first."""
    for (body,) in store.run(
        "select body from operation where kind = 'programme' order by place desc"
    ):
        document: Any = read_operation(body).data["document"]
        found = read_programme(document)
        if found.name == name:
            return found
    return None


def sale_state(store: Store, sale: Id) -> SaleState | None:
    """Read a sale or redemption for a refund; None where there is no such sale."""
    found = store.row(
        "select operation.place, body, refunded_lines, coalesce(lapsed, 0), coalesce(is_gone, 0)"
        " from operation left join given_back using (place)"
        " where id = :id and kind in ('sale', 'redeem')",
        {"id": sale},
    )
    if found is None:
        return None
    place, body, gone_text, lapsed, is_gone = found
    operation = read_operation(body)
    data: Any = operation.data
    rows = data.get("lines", [])
    gone = json.loads(gone_text) if gone_text else [0] * len(rows)
    return SaleState(
        place=place,
        operation=operation,
        lines=tuple(
            Line(amount, category, item, count) for category, item, count, amount, _ in rows
        ),
        sold=Sold(
            lines=tuple(
                SoldLine(amount, points, back)
                for (_, _, _, amount, points), back in zip(rows, gone, strict=True)
            ),
            spent=sum(points for _, points in data["spent"]),
            paid_minor=data["pays"],
        ),
        lapsed=lapsed,
        is_gone=bool(is_gone),
    )
