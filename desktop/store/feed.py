"""Apply rows of the feed: each thing at its newest, in whatever order and however often they come.

A row is kept as it came and changes the tables that the counter reads; so a rebuild can do the same
again. A kind or a row that this program cannot read is passed over: it must never stop a till.
"""

import json
from collections.abc import Callable, Iterator, Mapping

from desktop.store.asked import be_told
from desktop.store.database import Store
from desktop.store.people import (
    NOT_PERSONAL,
    PERSON,
    bring_wallet,
    erase,
    is_erased,
    is_erased_name,
    keep_alias,
    keep_person,
    may_hold,
    somebody,
)
from desktop.store.places import place_of
from desktop.store.rights import account_of, show, spell_backed
from desktop.store.shop_rows import OF_THE_SHOP, forget
from desktop.store.unsent import has_own_answer, own_changes
from regulars.agreement.places import is_id
from regulars.canonical import Json, encode, spell_again
from regulars.ids import Id, spell, unspell
from sync.wire import BadMessage, Row
from sync.wire_look import ReviewRow, read_review_row
from sync.wire_pull import Gone
from sync.wire_rights import RightsAnswer, WalletRow
from sync.wire_rows import (
    ConsentRow,
    LinkRow,
    MemberRow,
    read_card_row,
    read_consent_row,
    read_link_row,
    read_member_row,
)

_IS_GONE = "gone"
_MAY_GO = {*OF_THE_SHOP, "review"}
OF_ANOTHER_LIFE = -1
"""The place in the feed of what was read from a centre that is no more."""


def apply_wallet(store: Store, row: WalletRow) -> None:
    """Take a wallet's row in: the figures if it is newer, the total of grants if it is larger."""
    before = account_of(store, row.wallet)
    granted = max(before.granted, row.granted)
    if row.seq >= before.seq:
        store.run(
            "insert into account"
            " (wallet, seq, balance, debt, place, granted, keep, backed, signature)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (wallet) do update set"
            " seq = excluded.seq, balance = excluded.balance, debt = excluded.debt,"
            " place = excluded.place, granted = excluded.granted, keep = excluded.keep,"
            " backed = excluded.backed, signature = excluded.signature",
            (
                row.wallet,
                row.seq,
                row.balance,
                row.debt,
                place_of(*row.seen),
                granted,
                row.keep,
                spell_backed(row.backed),
                row.signature,
            ),
        )
    elif granted > before.granted:
        store.run("update account set granted = ? where wallet = ?", (granted, row.wallet))
    key = store.value("select key from wallet where id = ?", (row.wallet,))
    if key is not None:
        show(store, key)


def apply_answer(store: Store, answer: RightsAnswer) -> None:
    """Take the answer to a wish for rights in, with what it says of other tills."""
    apply_wallet(store, answer.wallet)
    elsewhere: list[Json] = [[spell(device), points] for device, points in answer.elsewhere]
    store.run(
        "update account set pool = ?, elsewhere = ? where wallet = ?",
        (answer.pool, encode(elsewhere).decode(), answer.wallet.wallet),
    )


def apply_row(store: Store, kind: str, row: Row, place: int) -> bool:
    """Take a row of another kind in, unless a newer one is known; tells whether it changed.

    `place` is that of the newest own operation.
    """
    project = _KINDS.get(kind)
    if project is None:
        return False
    if kind == "member" and is_erased_name(store, str(row["id"])):
        row = {name: row.get(name, "") for name in NOT_PERSONAL}
    name, seq = str(row["id"]), int(row["seq"])
    known = store.row("select seq, body from feed_row where kind = ? and id = ?", (kind, name))
    if kind == "card" and known is not None and json.loads(known[1])["state"] != "good":
        row = {**row, "state": "revoked"}  # for ever, whatever somebody says later
    body = spell_again(row).decode()
    if known is not None and (known[0] > seq or known == (seq, body)):
        return False
    if not project(store, row):
        return False
    _keep_row(store, kind, row, place)
    return True


def apply_gone(store: Store, kind: str, gone: Gone, place: int) -> bool:
    """Take in that something is not told any more; its place is kept, so that no older row counts.

    Of people nothing is taken away so: only erasing does that. What wants a person leaves no more
    than its place.
    """
    name, seq = gone
    known: int | None = store.value(
        "select seq from feed_row where kind = ? and id = ?", (kind, name)
    )
    is_named = " " in name if kind == "document" else is_id(name)
    if kind not in _MAY_GO or not is_named or (known is not None and known >= seq):
        return False
    _forget(store, kind, name)
    _keep_row(store, kind, {"id": name, "seq": seq, _IS_GONE: True}, place)
    return True


def _keep_row(store: Store, kind: str, row: Row, place: int) -> None:
    store.run(
        "insert into feed_row (kind, id, seq, place, body) values (?, ?, ?, ?, ?)"
        " on conflict (kind, id) do update set seq = excluded.seq, place = excluded.place,"
        " body = excluded.body",
        (kind, str(row["id"]), int(row["seq"]), place, spell_again(row).decode()),
    )


def project_again(store: Store, place: int) -> None:
    """Change the tables as kept rows say that came when the own log went so far."""
    rows = store.rows("select kind, body from feed_row where place = ?", (place,))
    for kind, body in sorted(rows, key=lambda row: (_IN_ORDER.index(row[0]), row[1])):
        said = json.loads(body)
        if _IS_GONE in said:
            _forget(store, kind, str(said["id"]))
        else:
            _KINDS[kind](store, said)


def _forget(store: Store, kind: str, name: str) -> None:
    """Change the tables as is right for what is not told any more; a review is in none."""
    if kind in OF_THE_SHOP:
        forget(store, kind, name)


def bring_everybody(store: Store) -> None:
    """Let the wallets of all members of the feed be there before own acts name them."""
    for (body,) in store.rows("select body from feed_row where kind = 'member'"):
        said = json.loads(body)
        bring_wallet(store, unspell(said["wallet"]), somebody(store, unspell(said["id"])))


def by_kind(rows: Mapping[str, tuple[Row, ...]]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Give the rows of a page but for wallets, people before what belongs to them."""
    for kind in _KINDS:
        if rows.get(kind):
            yield kind, rows[kind]


def in_order(rows: Mapping[str, tuple[Row, ...]]) -> Iterator[tuple[str, Row]]:
    """Give the same one by one."""
    for kind, some in by_kind(rows):
        for row in some:
            yield kind, row


def forget_life(store: Store) -> None:
    """Let every row of another life of the centre be older than any that comes now."""
    store.run("update account set seq = ?", (OF_ANOTHER_LIFE,))
    store.run("delete from feed_row where kind = 'request'")
    store.run("delete from asked")
    store.run("update feed_row set seq = ?", (OF_ANOTHER_LIFE,))


def _member(store: Store, row: Row) -> bool:
    """Keep a person, unless the row says that they have the points of another."""
    match read_member_row(row):
        case MemberRow() as said if may_hold(store, said.member, said.wallet):
            _keep_member(store, said)
            return True
        case _:
            return False


def _keep_member(store: Store, said: MemberRow) -> None:
    key = somebody(store, said.member)
    if not is_erased(store, said.member):
        told = {name: getattr(said, name) for name in PERSON}
        person = told | own_changes(store, said.member, said.seen)
        keep_person(store, key, person)
        if said.tail and not person["phone"]:
            store.run("update member set phone_reversed = ? where key = ?", (said.tail[::-1], key))
        store.run(
            "update member set number = ?, joined = ? where key = ?",
            (said.number, said.joined.isoformat(), key),
        )
    bring_wallet(store, said.wallet, key)


def _erased(store: Store, row: Row) -> bool:
    said = read_link_row("erased", row)
    if isinstance(said, LinkRow):
        erase(store, said.id)
    return isinstance(said, LinkRow)


def _alias(store: Store, row: Row) -> bool:
    said = read_link_row("alias", row)
    if isinstance(said, BadMessage):
        return False
    keep_alias(store, said.id, said.id if said.to is None else said.to)
    return True


def _card(store: Store, row: Row) -> bool:
    """Revoked once is revoked for ever, whatever the feed does not know yet."""
    said = read_card_row(row)
    if isinstance(said, BadMessage) or said.form not in {"token", "alias"}:
        return False
    if said.member is not None and not is_erased(store, said.member):
        store.run(
            "insert into card (fingerprint, member, form, state) values (?, ?, ?, 'good')"
            " on conflict (fingerprint) do update set member = excluded.member,"
            " form = excluded.form",
            (said.card, somebody(store, said.member), said.form),
        )
    if said.is_revoked:
        store.run("update card set state = 'revoked' where fingerprint = ?", (said.card,))
    return True


def _consent(store: Store, row: Row) -> bool:
    match read_consent_row(row):
        case ConsentRow() as said:
            _keep_consent(store, said)
            return True
        case BadMessage():
            return False


def _keep_consent(store: Store, said: ConsentRow) -> None:
    key = somebody(store, said.member)
    told = (said.text, int(said.given), said.channel, said.at_ms)
    known = store.row(
        "select text_version, given, channel, at_ms from consent where member = ? and purpose = ?",
        (key, said.purpose),
    )
    is_other = known is not None and known != told
    if is_other and has_own_answer(store, said.member, said.purpose, said.seen):
        return
    store.run(
        "insert into consent (member, purpose, text_version, given, channel, at_ms)"
        " values (?, ?, ?, ?, ?, ?) on conflict (member, purpose) do update set"
        " text_version = excluded.text_version, given = excluded.given,"
        " channel = excluded.channel, at_ms = excluded.at_ms",
        (key, said.purpose, *told),
    )


def _request(store: Store, row: Row) -> bool:
    """Remember that somebody waits for the refund of a sale of this till, and what came of own."""
    said = read_link_row("request", row)
    if isinstance(said, BadMessage):
        return False
    be_told(store, said.dealt)
    is_own = store.row("select 1 from operation where id = ?", (said.id,)) is not None
    if said.to is not None and is_own:
        store.run("insert or ignore into asked (sale) values (?)", (said.id,))
    else:
        store.run("delete from asked where sale = ?", (said.id,))
    return True


def _review(store: Store, row: Row) -> bool:
    """Keep what wants a person; whoever looks reads the row itself."""
    del store
    return isinstance(read_review_row(row), ReviewRow)


_KINDS: Mapping[str, Callable[[Store, Row], bool]] = {
    "member": _member,
    "alias": _alias,
    "card": _card,
    "consent": _consent,
    "erased": _erased,
    **OF_THE_SHOP,
    "request": _request,
    "review": _review,
}
"""In the order in which the rows of a page are taken in."""
_IN_ORDER = tuple(_KINDS)


def asked_sales(store: Store) -> list[Id]:
    """List own sales whose refund somebody waits for."""
    return [Id(sale) for (sale,) in store.rows("select sale from asked order by sale")]


def members_in(rows: Mapping[str, tuple[Row, ...]], store: Store) -> frozenset[Id]:
    """Give the members that the rows of a page are about, as far as they are known here."""
    names = [str(row["id"]) for kind in _PEOPLE for row in rows.get(kind, ())]
    wallets = [str(row["id"]) for row in rows.get("wallet", ())]
    found = store.rows(
        "select id from member where id in (select unhex(value) from json_each(?))"
        " union select member.id from member join wallet on wallet.member = member.key"
        " where wallet.id in (select unhex(value) from json_each(?))",
        (encode(names).decode(), encode(wallets).decode()),
    )
    return frozenset(Id(member) for (member,) in found)


def members_of_acts(store: Store, after: int, last: int) -> frozenset[Id]:
    """Give the members that own operations name, behind a place and up to another."""
    found = store.rows(
        "select distinct id from (select unhex(cast(body as text) ->> '$.data.member') as id"
        " from operation where place > ? and place <= ?) where length(id) = 16",
        (after, last),
    )
    return frozenset(Id(member) for (member,) in found)


_PEOPLE = ("member", "alias", "erased")
