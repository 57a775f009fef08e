"""Apply an operation to the tables that can be rebuilt: one rule for each kind.

The till applies an operation in the transaction that writes it; a rebuild applies the same
operations again from the log and the private table alone and must arrive at the same rows.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.store.database import Store
from desktop.store.postings import WalletRow, post
from regulars.canonical import encode
from regulars.ids import unspell
from regulars.operations.operation import Operation
from regulars.people.names import initials, search_text


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


def _not_by_a_lone_till(_: Store, applied: Applied) -> None:
    """Some operations only a till with a centre writes, and there is no such till yet.

    It is a fault to meet one: passing over it would leave rights, groups or a name as they were.
    """
    message = f"{applied.operation.header.kind} has no rule on a till without a centre"
    raise AssertionError(message)


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
    data, private = applied.data, applied.private
    joined = applied.operation.header.day.isoformat()
    key = store.run(
        "insert into member (id, place, number, name, phone, phone_digits, phone_reversed,"
        " initials, birthday, language, joined) values (:id, :place, :number, :name, :phone,"
        " :digits, :reversed, :initials, :birthday, :language, :joined)",
        {
            "id": unspell(data["member"]),
            "place": applied.place,
            "number": data["number"],
            "birthday": private.get("birthday", ""),
            "language": data["language"],
            "joined": joined,
        }
        | _found_by(private.get("name", ""), private.get("phone", "")),
    ).lastrowid
    _index_name(store, key, private.get("name", ""))
    store.run(
        "insert into wallet (id, member) values (:id, :member)",
        {"id": unspell(data["wallet"]), "member": key},
    )


def _found_by(name: str, phone: str) -> dict[str, str]:
    """Derive what a member is found by; none of it is in the log."""
    digits = national_digits(phone)
    return {
        "name": name,
        "phone": phone,
        "digits": digits,
        "reversed": digits[::-1],
        "initials": initials(name) if name else "",
    }


def national_digits(phone: str) -> str:
    """Give the digits of an E.164 number; the country code stays at the front."""
    return phone.removeprefix("+")


def _index_name(store: Store, key: int, name: str) -> None:
    if name:
        store.run(
            "insert into member_words (rowid, words) values (:key, :words)",
            {"key": key, "words": search_text(name)},
        )


def _changed(store: Store, applied: Applied) -> None:
    member = unspell(applied.data["member"])
    key, name, phone = store.rows(
        "select key, name, phone from member where id = :id", {"id": member}
    )[0]
    private = applied.private
    now_name, now_phone = private.get("name", name), private.get("phone", phone)
    store.run(
        "update member set name = :name, phone = :phone, phone_digits = :digits,"
        " phone_reversed = :reversed, initials = :initials,"
        " birthday = coalesce(:birthday, birthday), language = coalesce(:language, language)"
        " where key = :key",
        {
            "key": key,
            "birthday": private.get("birthday"),
            "language": private.get("language"),
        }
        | _found_by(now_name, now_phone),
    )
    if now_name != name:
        store.run("delete from member_words where rowid = :key", {"key": key})
        _index_name(store, key, now_name)


def _card_issued(store: Store, applied: Applied) -> None:
    store.run(
        "insert into card (fingerprint, member, form, state) values (:card,"
        " (select key from member where id = :member), :form, 'good')",
        {
            "card": bytes.fromhex(applied.data["card"]),
            "member": unspell(applied.data["member"]),
            "form": applied.data["form"],
        },
    )


def _card_revoked(store: Store, applied: Applied) -> None:
    store.run(
        "update card set state = 'revoked' where fingerprint = :card",
        {"card": bytes.fromhex(applied.data["card"])},
    )


def _consent(store: Store, applied: Applied) -> None:
    data = applied.data
    store.run(
        "insert into consent (member, purpose, text_version, given, channel, at_ms) values"
        " ((select key from member where id = :member), :purpose, :text, :given, :channel, :at)"
        " on conflict (member, purpose) do update set text_version = excluded.text_version,"
        " given = excluded.given, channel = excluded.channel, at_ms = excluded.at_ms",
        {
            "member": unspell(data["member"]),
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
    "rights.return": _not_by_a_lone_till,
    "day.close": _nothing,
    "refund.release": _nothing,
    "refund.request": _nothing,
    "merge": _not_by_a_lone_till,
    "unmerge": _not_by_a_lone_till,
    "erase": _not_by_a_lone_till,
    "authority.handed_over": _nothing,
}
FREES_RECEIPT = ("undo", "void")
"""A sale that should not have been frees its receipt; goods brought back do not."""
APPLIED_KINDS = frozenset(_RULES)

__all__ = ["APPLIED_KINDS", "Applied", "apply", "national_digits"]
