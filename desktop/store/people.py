"""Write people: somebody by an id, what is found by whom, merging, and forgetting for ever.

Used by the rules of the till's own log and by the rows of the feed alike.
"""

from collections.abc import Mapping

from desktop.store.allocations import ELSEWHERE, SETTLED
from desktop.store.centre import has_joined
from desktop.store.database import Store
from desktop.store.rights import show
from regulars.ids import Id, spell
from regulars.people.names import initials, search_text

PERSON = ("name", "phone", "birthday", "language")
"""What is known of a person, as it stands beside the chain and in the feed."""
NOT_PERSONAL = ("id", "seq", "wallet")
"""What is kept of the row of somebody who was erased: whose points they are."""
_LONG_AGO = "0001-01-01"
_NOBODY_YET = dict.fromkeys(PERSON, "")


def key_of(store: Store, member: Id) -> int | None:
    """Give a member's key; None where this file has never heard of them."""
    found: int | None = store.value("select key from member where id = ?", (member,))
    return found


def somebody(store: Store, member: Id) -> int:
    """Give a member's key; of somebody who was only heard of, a row without a name is made."""
    found = key_of(store, member)
    return new_member(store, member, _NOBODY_YET) if found is None else found


def new_member(store: Store, member: Id, person: Mapping[str, str]) -> int:
    """Make a member's row, without a number; gives its key."""
    key: int = store.run(
        "insert into member (id, place, number, name, phone, phone_digits, phone_reversed,"
        " initials, birthday, language, joined) values (:id, 0, '', :name, :phone, :digits,"
        " :reversed, :initials, :birthday, :language, :joined)",
        {
            "id": member,
            "birthday": person["birthday"],
            "language": person["language"],
            "joined": _LONG_AGO,
        }
        | found_by(person["name"], person["phone"]),
    ).lastrowid
    index_name(store, key, person["name"])
    return key


def may_hold(store: Store, member: Id, wallet: Id) -> bool:
    """Tell whether a wallet can be a member's: it is nobody else's, and they have no other one.

    Merging groups wallets and moves none, so whoever says otherwise is not to be believed.
    """
    known = store.rows(
        "select wallet.id, member.id from wallet join member on member.key = wallet.member"
        " where wallet.id = :wallet"
        " union select wallet.id, member.id from member join wallet on member.key = wallet.member"
        " where member.id = :member",
        {"wallet": wallet, "member": member},
    )
    return all(pair == (wallet, member) for pair in known)


def bring_wallet(store: Store, wallet: Id, member: int) -> None:
    """Let a wallet be a member's, unless it is another's; show what is known of a new one."""
    state = ELSEWHERE if has_joined(store) else SETTLED
    store.run(
        "insert into wallet (id, member, unsettled) values (?, ?, ?) on conflict (id) do nothing",
        (wallet, member, state),
    )
    if state == ELSEWHERE:
        show(store, store.value("select key from wallet where id = ?", (wallet,)))


def found_by(name: str, phone: str) -> dict[str, str]:
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


def index_name(store: Store, key: int, name: str) -> None:
    """Let a new member be found by a name."""
    if name:
        store.run(
            "insert into member_words (rowid, words) values (:key, :words)",
            {"key": key, "words": search_text(name)},
        )


def keep_person(store: Store, key: int, person: Mapping[str, str]) -> None:
    """Write name, phone, birthday and language of a member, and what finds them."""
    before = store.value("select name from member where key = ?", (key,))
    store.run(
        "update member set name = :name, phone = :phone, phone_digits = :digits,"
        " phone_reversed = :reversed, initials = :initials, birthday = :birthday,"
        " language = :language where key = :key",
        {"key": key, "birthday": person["birthday"], "language": person["language"]}
        | found_by(person["name"], person["phone"]),
    )
    if before != person["name"]:
        store.run("delete from member_words where rowid = :key", {"key": key})
        index_name(store, key, person["name"])


def is_erased(store: Store, member: Id) -> bool:
    """Tell whether somebody was erased, here or elsewhere."""
    return store.row("select 1 from erased where member = ?", (member,)) is not None


def is_erased_name(store: Store, spelled: str) -> bool:
    """Tell the same of an id as rows and operations spell it."""
    return store.row("select 1 from erased where member = unhex(?)", (spelled,)) is not None


def erase(store: Store, member: Id) -> None:
    """Remove every personal byte of somebody, for ever; the points stay under the id.

    What was beside the chain goes as well: the chain vouches for it and does without it.
    """
    store.run("insert or ignore into erased (member) values (?)", (member,))
    key = somebody(store, member)
    keep_person(store, key, _NOBODY_YET)
    store.run("update member set number = '', joined = ? where key = ?", (_LONG_AGO, key))
    store.run("delete from card where member = ?", (key,))
    store.run(
        "delete from private where place in (select place from private"
        " join operation using (place) where kind in ('member.enrolled', 'member.changed',"
        " 'adjust') and cast(body as text) ->> '$.data.member' = ?)",
        (spell(member),),
    )
    store.run(
        "update feed_row set body = json_object('id', body ->> 'id', 'seq', body ->> 'seq',"
        " 'wallet', body ->> 'wallet') where kind = 'member' and id = ?",
        (spell(member),),
    )


def who(store: Store, member: Id) -> Id:
    """Follow a member to whom they were merged into, as far as this till knows."""
    return _follow(store, member, "select kept from alias where member = ? order by is_own limit 1")


def _follow(store: Store, member: Id, step: str) -> Id:
    seen = {member}
    while (kept := store.value(step, (member,))) is not None and Id(kept) not in seen:
        member = Id(kept)
        seen.add(member)
    return member


_BY_OWN = "select kept from alias where member = ? and is_own = 1"


def merge(store: Store, member: Id, other: Id, act: Id) -> None:
    """Say by an own act that two members are one; it counts until the feed says more."""
    kept, gone = _follow(store, member, _BY_OWN), _follow(store, other, _BY_OWN)
    if kept != gone:
        store.run(
            "insert into alias (member, is_own, kept, act) values (?, 1, ?, ?)", (gone, kept, act)
        )


def unmerge(store: Store, act: Id) -> None:
    """Take an own merge back."""
    store.run("delete from alias where act = ?", (act,))


def keep_alias(store: Store, member: Id, kept: Id) -> None:
    """Write what the feed says; a member kept as themselves is merged into nobody."""
    store.run(
        "insert into alias (member, is_own, kept, act) values (?, 0, ?, x'')"
        " on conflict (member, is_own) do update set kept = excluded.kept",
        (member, kept),
    )
