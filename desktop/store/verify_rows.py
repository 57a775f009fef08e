"""Prove the tables that decide at the counter: sales, receipts, cards, staff, documents.

Each row is compared with the operations that made it. What only serves searching is not looked
at here: a rebuild makes it anew.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from desktop.store.apply import FREES_RECEIPT
from desktop.store.centre import is_known_to_have_joined
from desktop.store.database import Store
from desktop.store.places import place_of
from desktop.store.shop_rows import paper_in
from desktop.store.verify_chain import Finding
from regulars.canonical import NotCanonicalError, encode
from regulars.ids import spell
from regulars.operations.operation import Operation, read_operation

Progress = Callable[[str, int], bool]
_DOCUMENTS = {
    "store": "store",
    "till": "till",
    "setting": "key",
    "programme": "",
    "category": "",
    "review.settled": "review",
}
_ONE_NAME = {"programme": "current", "category": "all"}


def _operations(store: Store, *kinds: str) -> Iterator[tuple[int, Operation, bytes | None]]:
    """Give the operations of some kinds in order; bytes that are none were reported already."""
    rows = store.run(
        "select place, body, bytes from operation left join private using (place)"
        " where kind in (select value from json_each(:kinds)) order by place",
        {"kinds": json.dumps(kinds)},
    )
    for place, body, secret in rows:
        try:
            yield place, read_operation(body), secret
        except NotCanonicalError:
            continue


@dataclass(slots=True)
class _Back:
    """What has gone back of one sale, by its reversals."""

    amount: int = 0
    lapsed: int = 0
    lines: list[int] = field(default_factory=list)
    is_gone: bool = False
    is_freed: bool = False


def _reversals(store: Store) -> dict[str, _Back]:
    found: dict[str, _Back] = {}
    for _, operation, _ in _operations(store, "reverse"):
        data: Any = operation.data
        back = found.setdefault(data["of"], _Back(lines=[0] * len(data["lines"])))
        back.amount += data["amount"]
        back.lapsed += data["lapsed"]
        back.lines = [old + new for old, new in zip(back.lines, data["lines"], strict=False)]
        back.is_gone = back.is_gone or data["whole"]
        back.is_freed = back.is_freed or (data["whole"] and data["why"] in FREES_RECEIPT)
    return found


def _given_back(amount: int, back: _Back) -> tuple[int, int, str, int, int]:
    return (amount, back.amount, json.dumps(back.lines), back.lapsed, int(back.is_gone))


def _sales(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    del counts
    reversals = _reversals(store)
    for number, (place, operation, _) in enumerate(_operations(store, "sale", "redeem")):
        data: Any = operation.data
        spelled = spell(operation.header.id)
        back = reversals.get(spelled)
        row = store.row(
            "select amount, refunded, refunded_lines, lapsed, is_gone from given_back"
            " where place = :place",
            {"place": place},
        )
        now = back or _Back()
        wanted = None if back is None else _given_back(data.get("amount", 0), back)
        if row != wanted:
            yield Finding(f"given_back {place}", "it is not what the operations say")
        key = data.get("receipt_key", "")
        held = store.value("select place from receipt where key = :key", {"key": key})
        if key and not now.is_freed and held != place:
            yield Finding(f"receipt {key}", "the sale that earned with it is not known by it")
        if key and now.is_freed and held == place:
            yield Finding(f"receipt {key}", "the sale that had it was taken back")
        if number % 5_000 == 0 and not progress("sales", number):
            return
    yield from _strangers(store)


def _strangers(store: Store) -> Iterator[Finding]:
    """Find rows that no operation made."""
    for (place,) in store.run(
        "select given_back.place from given_back left join operation using (place)"
        " where operation.kind is null or operation.kind not in ('sale', 'redeem')"
    ):
        yield Finding(f"given_back {place}", "no operation brought it")
    for key, body in store.run(
        "select receipt.key, body from receipt left join operation using (place)"
    ):
        data = {} if body is None else json.loads(body).get("data", {})
        if data.get("receipt_key") != key:
            yield Finding(f"receipt {key}", "no sale of this shop has it")


def _nobodys(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Find members that no operation made, and wallets of nobody."""
    del counts, progress
    for (key,) in store.run(
        "select member.key from member left join operation using (place)"
        " where operation.kind is null or operation.kind <> 'member.enrolled'"
    ):
        yield Finding(f"member {key}", "no operation brought it")
    for (key,) in store.run(
        "select wallet.key from wallet left join member on member.key = wallet.member"
        " where member.key is null"
    ):
        yield Finding(f"wallet {key}", "it belongs to nobody")


def _cards(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    del counts
    revoked = {op.data["card"] for _, op, _ in _operations(store, "card.revoked")}
    issued = 0
    for number, (_, operation, _) in enumerate(_operations(store, "card.issued")):
        data: Any = operation.data
        issued += 1
        row = store.row(
            "select member.id, form, state from card"
            " left join member on member.key = card.member where fingerprint = :card",
            {"card": bytes.fromhex(data["card"])},
        )
        state = "revoked" if data["card"] in revoked else "good"
        if row != (bytes.fromhex(data["member"]), data["form"], state):
            yield Finding(f"card {data['card'][:12]}", "it is not what its operations say")
        if number % 5_000 == 0 and not progress("cards", number):
            return
    if store.value("select count(*) from card") != issued:
        known = {op.data["card"] for _, op, _ in _operations(store, "card.issued")}
        for (card,) in store.run("select fingerprint from card"):
            if card.hex() not in known:
                yield Finding(f"card {card.hex()[:12]}", "no operation brought it")


def _staff(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    del counts, progress
    wanted: dict[bytes, tuple[str, str, int]] = {}
    for _, operation, secret in _operations(store, "staff"):
        data: Any = operation.data
        identity = bytes.fromhex(data["staff"])
        name = "" if secret is None else json.loads(secret).get("name", "")
        before = wanted.get(identity, ("", "", 0))
        wanted[identity] = (name or before[0], data["role"], int(data["active"]))
    found = {row[0]: row[1:] for row in store.rows("select id, name, role, is_active from staff")}
    for identity in wanted.keys() | found.keys():
        if wanted.get(identity) != found.get(identity):
            yield Finding(f"staff {identity.hex()}", "it is not what its operations say")


def _documents(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    del counts, progress
    wanted: dict[tuple[str, str], tuple[str, int]] = {}
    for place, operation, _ in _operations(store, *_DOCUMENTS):
        kind, data = operation.header.kind, operation.data
        name = _ONE_NAME.get(kind) or str(data[_DOCUMENTS[kind]])
        text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        wanted[kind, name] = (text, place)
    for paper, seen, text in _told(store):
        before = wanted.get(paper, ("", 0))
        wanted[paper] = before if before[1] > seen else (text, before[1])
    found = {
        (kind, name): (body, place)
        for kind, name, body, place in store.rows("select kind, name, body, place from document")
    }
    for one in sorted(wanted.keys() | found.keys()):
        if wanted.get(one) != found.get(one):
            yield Finding(f"document {one[0]} {one[1]}", "it is not what its operation says")


def _told(store: Store) -> Iterator[tuple[tuple[str, str], int, str]]:
    """Give the documents that the feed tells of, and up to which own operation it had heard."""
    if not is_known_to_have_joined(store):
        return
    for kind, body in store.rows(
        "select kind, body from feed_row where kind in ('store', 'till', 'document')"
    ):
        row = json.loads(body)
        if "gone" not in row:
            paper, said = paper_in(kind, row)
            yield paper, place_of(*row["seen"]), encode(dict(said)).decode()


def _consents(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Compare what members agreed to with the last thing each said."""
    del counts, progress
    wanted: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for _, operation, _ in _operations(store, "consent.given"):
        data: Any = operation.data
        said = (data["text"], int(data["given"]), data["channel"], operation.header.at_ms)
        wanted[data["member"], data["purpose"]] = said
    found = {
        (None if member is None else member.hex(), purpose): tuple(said)
        for member, purpose, *said in store.run(
            "select member.id, purpose, text_version, given, channel, at_ms from consent"
            " left join member on member.key = consent.member"
        )
    }
    for one in wanted.keys() | found.keys():
        if wanted.get(one) != found.get(one):
            yield Finding(f"consent {one[1]} of member {one[0]}", "it is not what was said")


SALES, DOCUMENTS = _sales, _documents
ROWS = (_sales, _nobodys, _cards, _staff, _documents, _consents)
