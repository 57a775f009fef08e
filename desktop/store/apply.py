"""Apply an operation to the tables that can be rebuilt: one rule for each kind.

The till applies an operation in the transaction that writes it; a rebuild applies the same
operations again from the log and the private table alone and must arrive at the same rows.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.store.database import Store
from desktop.store.people import (
    PERSON,
    bring_wallet,
    erase,
    is_erased,
    keep_person,
    key_of,
    merge,
    new_member,
    somebody,
    unmerge,
)
from desktop.store.places import EPOCH_SHIFT
from desktop.store.postings import WalletRow, post
from desktop.store.rights import show
from desktop.store.shop import epoch_of
from regulars.canonical import encode
from regulars.ids import unspell
from regulars.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class Applied:
    """An operation with its place in the log and what is left of its personal data.

    `wallet` is the one it changes, where whoever writes it has just read it.
    """

    place: int
    operation: Operation
    private: Mapping[str, str]
    wallet: WalletRow | None = None

    @property
    def data(self) -> Mapping[str, Any]:
        """Give the data of the operation; its shape was checked when it was written."""
        return self.operation.data


def apply(store: Store, applied: Applied) -> None:
    """Change the tables as the operation says. Call it inside a write."""
    _RULES[applied.operation.header.kind](store, applied)


def _nothing(store: Store, applied: Applied) -> None:
    """Some operations only say that something happened."""


def _document(name_field: str) -> Callable[[Store, Applied], None]:
    def keep(store: Store, applied: Applied) -> None:
        name = applied.data.get(name_field, name_field)
        store.run(
            "insert into document (kind, name, body, place) values (:kind, :name, :body, :place)"
            " on conflict (kind, name) do update"
            " set body = excluded.body, place = excluded.place",
            {
                "kind": applied.operation.header.kind,
                "name": name,
                "body": encode(applied.data).decode(),
                "place": applied.place,
            },
        )

    return keep


def _staff(store: Store, applied: Applied) -> None:
    data = applied.data
    store.run(
        "insert into staff (id, name, role, is_active) values (:id, :name, :role, :is_active)"
        " on conflict (id) do update set role = excluded.role, is_active = excluded.is_active,"
        " name = case when excluded.name <> '' then excluded.name else name end",
        {
            "id": unspell(data["staff"]),
            "name": applied.private.get("name", ""),
            "role": data["role"],
            "is_active": int(data["active"]),
        },
    )


def _enrolled(store: Store, applied: Applied) -> None:
    """Make a member; while a file is built again, the feed may have told of them before."""
    data, private = applied.data, applied.private
    member = unspell(data["member"])
    person = {name: private.get(name, "") for name in PERSON} | {"language": data["language"]}
    key = key_of(store, member)
    if key is None:
        key = new_member(store, member, person)
    elif not is_erased(store, member):
        keep_person(store, key, person)
    store.run(
        "update member set place = ?, number = ?, joined = ? where key = ?",
        (applied.place, data["number"], applied.operation.header.day.isoformat(), key),
    )
    bring_wallet(store, unspell(data["wallet"]), key)


def _changed(store: Store, applied: Applied) -> None:
    member = unspell(applied.data["member"])
    if is_erased(store, member):
        store.run("delete from private where place = ?", (applied.place,))
        return
    key = somebody(store, member)
    row = store.rows("select name, phone, birthday, language from member where key = ?", (key,))[0]
    keep_person(store, key, {**dict(zip(PERSON, row, strict=True)), **applied.private})


def _card_issued(store: Store, applied: Applied) -> None:
    """Give a card to whoever has it first; it stays revoked if it ever was."""
    member = unspell(applied.data["member"])
    if not is_erased(store, member):
        store.run(
            "insert into card (fingerprint, member, form, state) values (?, ?, ?, 'good')"
            " on conflict (fingerprint) do nothing",
            (
                bytes.fromhex(applied.data["card"]),
                somebody(store, member),
                applied.data["form"],
            ),
        )


def _card_revoked(store: Store, applied: Applied) -> None:
    """Revoke a card for ever, also one that the feed tells of only later."""
    member = unspell(applied.data["member"])
    if not is_erased(store, member):
        store.run(
            "insert into card (fingerprint, member, form, state) values (?, ?, 'token', 'revoked')"
            " on conflict (fingerprint) do update set state = 'revoked'",
            (bytes.fromhex(applied.data["card"]), somebody(store, member)),
        )


def _consent(store: Store, applied: Applied) -> None:
    data = applied.data
    store.run(
        "insert into consent (member, purpose, text_version, given, channel, at_ms) values"
        " (:member, :purpose, :text, :given, :channel, :at)"
        " on conflict (member, purpose) do update set text_version = excluded.text_version,"
        " given = excluded.given, channel = excluded.channel, at_ms = excluded.at_ms",
        {
            "member": somebody(store, unspell(data["member"])),
            "purpose": data["purpose"],
            "text": data["text"],
            "given": int(data["given"]),
            "channel": data["channel"],
            "at": applied.operation.header.at_ms,
        },
    )


def _sale(store: Store, applied: Applied) -> None:
    data = applied.data
    if data["receipt_key"]:
        store.run(
            "insert into receipt (key, place) values (:key, :place)",
            {"key": data["receipt_key"], "place": applied.place},
        )
    post(store, applied.place, applied.operation, applied.wallet)


def _reverse(store: Store, applied: Applied) -> None:
    data = applied.data
    place, body, before = store.rows(
        "select operation.place, body, refunded_lines from operation"
        " left join given_back using (place) where id = :of",
        {"of": unspell(data["of"])},
    )[0]
    sold = json.loads(body)["data"]
    gone = json.loads(before) if before else [0] * len(data["lines"])
    store.run(
        "insert into given_back (place, amount, refunded, refunded_lines, lapsed, is_gone)"
        " values (:place, :amount, :refunded, :lines, :lapsed, :whole)"
        " on conflict (place) do update set refunded = refunded + excluded.refunded,"
        " refunded_lines = excluded.refunded_lines, lapsed = lapsed + excluded.lapsed,"
        " is_gone = excluded.is_gone",
        {
            "place": place,
            "amount": sold.get("amount", 0),
            "refunded": data["amount"],
            "lines": json.dumps([old + new for old, new in zip(gone, data["lines"], strict=True)]),
            "lapsed": data["lapsed"],
            "whole": int(data["whole"]),
        },
    )
    if data["whole"] and data["why"] in FREES_RECEIPT:
        key = sold.get("receipt_key", "")  # its index is by key
        store.run(
            "delete from receipt where key = :key and place = :place", {"key": key, "place": place}
        )
    post(store, applied.place, applied.operation, applied.wallet)


def _returned(store: Store, applied: Applied) -> None:
    """Hand rights back: the points stay, this till may no longer spend them."""
    wallet = store.row("select key from wallet where id = ?", (unspell(applied.data["wallet"]),))
    if wallet is not None and applied.place >> EPOCH_SHIFT == epoch_of(store):
        store.run(
            "update wallet set returned = returned + ? where key = ?",
            (applied.data["points"], *wallet),
        )
        show(store, *wallet)


def _day_closed(store: Store, applied: Applied) -> None:
    store.run(
        "insert into closed (only, place) values (1, ?)"
        " on conflict (only) do update set place = excluded.place",
        (applied.place,),
    )


def _released(store: Store, applied: Applied) -> None:
    sale = unspell(applied.data["of"])
    store.run("insert or ignore into released (sale) values (?)", (sale,))
    store.run("delete from asked where sale = ?", (sale,))


def _merged(store: Store, applied: Applied) -> None:
    data = applied.data
    merge(store, unspell(data["member"]), unspell(data["other"]), applied.operation.header.id)


def _unmerged(store: Store, applied: Applied) -> None:
    unmerge(store, unspell(applied.data["of"]))


def _erased(store: Store, applied: Applied) -> None:
    erase(store, unspell(applied.data["member"]))


def _handed_over(store: Store, applied: Applied) -> None:
    """Let the centre decide from here on; a lone till has nothing that says otherwise."""
    del applied
    store.run("update centre set is_authority = 0")


def _post_only(store: Store, applied: Applied) -> None:
    post(store, applied.place, applied.operation, applied.wallet)


_RULES: Mapping[str, Callable[[Store, Applied], None]] = {
    "shop.opened": _nothing,
    "store": _document("store"),
    "till": _document("till"),
    "setting": _document("key"),
    "staff": _staff,
    "programme": _document("current"),
    "category": _document("all"),
    "member.enrolled": _enrolled,
    "member.changed": _changed,
    "card.issued": _card_issued,
    "card.revoked": _card_revoked,
    "consent.given": _consent,
    "sale": _sale,
    "redeem": _post_only,
    "reverse": _reverse,
    "adjust": _post_only,
    "expire": _post_only,
    "clock.confirmed": _nothing,
    "import": _nothing,
    "seen.phone": _nothing,
    "rights.return": _returned,
    "day.close": _day_closed,
    "refund.release": _released,
    "refund.request": _nothing,
    "merge": _merged,
    "unmerge": _unmerged,
    "erase": _erased,
    "authority.handed_over": _handed_over,
    "review.settled": _document("review"),
    "pin.set": _nothing,
}
FREES_RECEIPT = ("undo", "void")
"""A sale that should not have been frees its receipt; goods brought back do not."""
APPLIED_KINDS = frozenset(_RULES)

__all__ = ["APPLIED_KINDS", "Applied", "apply"]
