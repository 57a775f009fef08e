"""Read what happened: one member's acts, newest first, and the day's figures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.answers import HistoryRow, Today
from desktop.store.centre import acked_of, has_joined
from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, LINE_SHIFT, SEQ_MASK
from regulars.ids import Id
from regulars.operations.operation import read_operation

PAGE = 50
_REVERSIBLE = ("sale", "redeem")


def history(
    store: Store, member: Id, before: int | None = None, limit: int = PAGE
) -> list[HistoryRow]:
    """Read a page of a member's acts; `before` is the place of the last row of the page above."""
    wallet = store.row(
        "select wallet.key, balance from wallet join member on member.key = wallet.member"
        " where member.id = :member",
        {"member": member},
    )
    if wallet is None:
        return []
    key, balance = wallet
    last = (before << LINE_SHIFT) if before is not None else (1 << 62)
    after = store.value(
        "select coalesce(sum(points), 0) from entry where wallet = :wallet and key >= :last",
        {"wallet": key, "last": last},
    )
    after += store.value(
        "select coalesce(sum(loss), 0) from outcome where place >= :last >> 10 and place in"
        " (select key >> 10 from entry where wallet = :wallet and key >= :last)",
        {"wallet": key, "last": last},
    )
    running: int = balance - after
    is_alone = not has_joined(store)
    rows: list[HistoryRow] = []
    for place, points in store.rows(
        "select key >> 10 as place, sum(points) from entry where wallet = :wallet"
        " and key < :last group by place order by place desc limit :limit",
        {"wallet": key, "last": last, "limit": limit},
    ):
        state = "" if is_alone else _state(store, place)
        row = _row(store, place, points, running, state)
        rows.append(row)
        running -= points
        carried = store.value("select loss from outcome where place = ?", (place,)) or 0
        if carried:  # by the shop, so that it could be spent
            rows.append(_carried(row, carried, running))
            running -= carried
    return rows


def _carried(row: HistoryRow, points: int, balance_after: int) -> HistoryRow:
    """Give the row of what the centre gave, so that an act of this till could stand."""
    return replace(
        row,
        kind="adjust",
        detail="loss",
        receipt="",
        amount_minor=0,
        points=points,
        earned=0,
        spent=0,
        balance_after=balance_after,
        staff_name="",
        can_reverse=False,
    )


_STATES = {
    "posted-with-review": "review",
    "parked": "waiting",
    "waiting": "waiting",
    "kept": "kept",
}


def _state(store: Store, place: int) -> str:
    """Give how far an act has come on its way to the centre, as in HistoryRow."""
    if place & SEQ_MASK > acked_of(store, place >> EPOCH_SHIFT):
        return "unsent"
    made = store.value("select outcome from outcome where place = ?", (place,))
    return _STATES.get(made, "sent")


def _row(store: Store, place: int, points: int, balance_after: int, state: str) -> HistoryRow:
    body, is_gone = store.rows(
        "select body, is_gone from operation left join given_back using (place)"
        " where place = :place",
        {"place": place},
    )[0]
    operation = read_operation(body)
    staff_name = store.value(
        "select name from staff where id = :staff", {"staff": operation.header.staff}
    )
    data: Mapping[str, Any] = operation.data
    head = operation.header
    spent = sum(part for _, part in data.get("spent", []))
    return HistoryRow(
        act=head.id,
        place=place,
        kind=head.kind,
        on=date.fromisoformat(data["on"]),
        at_ms=head.at_ms,
        receipt=data.get("receipt", ""),
        amount_minor=data.get("amount", 0),
        points=points,
        earned=data.get("earned", 0),
        spent=spent,
        balance_after=balance_after,
        staff_name=staff_name or "",
        can_reverse=head.kind in _REVERSIBLE and not is_gone,
        detail=str(data.get("why") or data.get("reason") or data.get("what") or ""),
        state=state,
    )


def day_figures(store: Store, day: date) -> Today:
    """Give the numbers of one business day: who was served, what was given and spent."""
    first = store.value(
        "select min(place) from operation where place > :before",
        {"before": last_place_before(store, day)},
    )
    if first is None:
        return Today(0, 0, 0, 0)
    served, given, spent = store.rows(
        "select count(distinct said ->> 'member'), coalesce(sum(said ->> 'earned'), 0),"
        " coalesce(sum((select sum(value ->> 1) from json_each(said -> 'spent'))), 0)"
        " from (select cast(body as text) -> '$.data' as said from operation"
        " where place >= :first and kind in ('sale', 'redeem')) where said ->> 'on' = :day",
        {"first": first, "day": day.isoformat()},
    )[0]
    new = store.value(
        "select count(*) from operation where place >= :first and kind = 'member.enrolled'",
        {"first": first},
    )
    return Today(served, given, spent, new)


def last_place_before(store: Store, day: date) -> int:
    """Find the last place before a day by halving: days in the log never go back."""
    low, high = store.rows(
        # Asked together, the least and the greatest are looked for in the whole log.
        "select coalesce((select min(place) from operation), 0),"
        " coalesce((select max(place) from operation), 0)"
    )[0]
    low -= 1
    text = day.isoformat()
    while low < high:
        middle = (low + high + 1) // 2
        found = store.value(
            "select day from operation where place <= :middle order by place desc limit 1",
            {"middle": middle},
        )
        if found is None or found < text:
            low = middle
        else:
            high = middle - 1
    return int(low)
