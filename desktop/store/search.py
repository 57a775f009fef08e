"""Find members by what a cashier types: the shape of the text says which index answers.

Thirteen digits are a member number, four digits the end of a phone number, more digits the end or
the beginning of one; Latin letters are pinyin initials, pinyin or a name; anything else is a name.
Nothing here scans: every route is a range of an index, and gives at most `limit` rows.
"""

from desktop.answers import MemberRow
from desktop.store.database import Store
from desktop.store.members import (
    ROWS_MAX,
    member_by_alias,
    rows_for,
)
from desktop.store.phone_marks import with_end, with_whole
from regulars.codes import is_digits, narrow
from regulars.people.member_number import is_valid
from regulars.people.names import search_query
from regulars.people.phone import TAIL_DIGITS, country_code, read_phone

DIGITS_MIN = 4
INITIALS_MAX = 6
_LAST = "\U0010ffff"


def says_too_little(typed: str) -> bool:
    """Tell whether a text is the beginning of something to ask with: nobody is looked for yet."""
    text, digits = _read(typed)
    return len(digits) < DIGITS_MIN if is_digits(digits) else len(text) < _letters_min(text)


def _read(typed: str) -> tuple[str, str]:
    """Give a text as it is looked for, and the digits it may be."""
    text = narrow(typed).strip()
    return text, text.replace(" ", "").replace("-", "").removeprefix("+")


def search(store: Store, typed: str, region: str, limit: int = ROWS_MAX) -> list[MemberRow]:
    """Give the members a text may mean, best first; [] where it is too short to ask."""
    text, digits = _read(typed)
    if is_digits(digits):
        return _by_digits(store, text, region, limit)
    keys = _by_letters(store, text, limit)
    return rows_for(store, [(key,) for key in keys])


def _by_digits(store: Store, typed: str, region: str, limit: int) -> list[MemberRow]:
    _, digits = _read(typed)
    if is_valid(digits):
        return rows_for(
            store,
            store.rows("select key from member where number = :number", {"number": digits}),
        )
    alias = _by_alias(store, digits)
    if len(digits) < DIGITS_MIN:
        return alias
    ends = _range(store, "phone_reversed", digits[::-1], limit)
    found = [key for (key,) in ends]
    for start in _beginnings(digits, region):
        if len(found) < limit:
            more = _range(store, "phone_digits", start, limit - len(found))
            found += [key for (key,) in more if key not in found]
    if not found:
        phone = read_phone(typed, region) if len(digits) > TAIL_DIGITS else None
        found = with_whole(store, phone.e164, limit) if phone else with_end(store, digits, limit)
    return alias + rows_for(store, [(key,) for key in found])


def _beginnings(digits: str, region: str) -> list[str]:
    """Give what an E.164 number may begin with when somebody types from the front."""
    code = country_code(region)
    national = digits.removeprefix("0")
    return (
        [code + national]
        if national == digits and not digits.startswith(code)
        else [digits if digits.startswith(code) else code + national]
    )


def _by_alias(store: Store, digits: str) -> list[MemberRow]:
    found = member_by_alias(store, digits)
    if found is None:
        return []
    return rows_for(store, store.rows("select key from member where id = :id", {"id": found}))


def _by_letters(store: Store, text: str, limit: int) -> list[int]:
    found: list[int] = []
    if text.isascii() and text.isalpha() and len(text) <= INITIALS_MAX:
        whole = store.rows(
            "select key from member where initials <> '' and initials = :initials limit :limit",
            {"initials": text.lower(), "limit": limit},
        )
        found = [key for (key,) in whole]
    query = search_query(text)
    if query is not None and len(found) < limit and len(text) >= _letters_min(text):
        words = store.rows(
            "select rowid from member_words where member_words match :query limit :limit",
            {"query": query, "limit": limit},
        )
        found += [key for (key,) in words if key not in found]
    return found[:limit]


def _letters_min(text: str) -> int:
    """One Han character is a surname; one Latin letter is still too little to ask with."""
    return 2 if text.isascii() else 1


def _range(store: Store, column: str, start: str, limit: int) -> list[tuple[int]]:
    # The indexes leave empty texts out, and are only used by a question that says so too.
    sql = {
        "phone_reversed": "select key from member where phone_reversed <> ''"
        " and phone_reversed >= :low and phone_reversed < :high limit :limit",
        "phone_digits": "select key from member where phone_digits <> ''"
        " and phone_digits >= :low and phone_digits < :high limit :limit",
    }[column]
    rows: list[tuple[int]] = store.run(
        sql, {"low": start, "high": start + _LAST, "limit": limit}
    ).fetchall()
    return rows
