"""Sales in a transaction: what has gone back of them, their receipts, and refunds asked for.

Whatever happens to a sale happens while the row of the device that sold is held.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from central.working.asking import Asking, key, keys, place_at, place_of, source_at
from central.working.logs import Logs
from central.working.reading import again
from central.working.shelf import Marks, Shelf
from regulars.agreement.messages import Logged
from regulars.agreement.sales import Sale, sale_of

_IN_FORCE = """
(o.outcome in ('posted', 'posted-with-review')
  or (o.outcome = 'waiting' and p.outcome in ('posted', 'posted-with-review')))
"""
_SALES = (
    """
select o.id, o.device, o.place, o.body, o.hash
from operation o left join parked p using (tenant, device, place)
where o.tenant = %(tenant)s and o.id = any(%(ids)s) and o.kind in ('sale', 'redeem') and """
    + _IN_FORCE
)
_GIVEN_BACK = """
select o.id, g.refunded_lines, g.restored, g.taken_back, g.lapsed, g.corrected, g.is_gone,
  g.is_released
from given_back g join operation o using (tenant, device, place)
where o.tenant = %(tenant)s and o.id = any(%(ids)s)
"""
_RECEIPTS = """
select receipt, o.id from receipt join operation o using (tenant, device, place)
where o.tenant = %(tenant)s and receipt = any(%(receipts)s)
"""
_REQUESTS_OF_SALES = """
select o.device, o.place, o.body, o.hash
from refund_request r join operation o using (tenant, device, place)
where r.tenant = %(tenant)s and not r.is_done and r.sale = any(%(ids)s)
"""
_REQUESTS_OF_DEVICE = """
select o.device, o.place, o.body, o.hash
from refund_request r join operation o using (tenant, device, place)
  join operation s on s.tenant = r.tenant and s.id = r.sale and s.outcome <> 'duplicate'
where r.tenant = %(tenant)s and not r.is_done and s.device = %(device)s
"""
_REQUESTS = """
select o.device, o.place, o.body, o.hash
from refund_request r join operation o using (tenant, device, place)
where r.tenant = %(tenant)s and not r.is_done
"""
_REQUEST_BY_ID = """
select o.device, o.place, o.body, o.hash
from operation o join refund_request r using (tenant, device, place)
where o.tenant = %(tenant)s and not r.is_done and o.id = any(%(ids)s)
"""
_TOLD = """
select device, request, number_done from refund_told
where tenant = %(tenant)s and request = any(%(ids)s)
"""


_COUNT_TOLD = """
select count(*) from refund_told where tenant = %(tenant)s and device = %(device)s
"""


class Selling:
    """What is known of sales, and what this transaction does to them."""

    def __init__(self, asking: Asking, logs: Logs) -> None:
        """Begin with nothing read."""
        self.asking = asking
        self.logs = logs
        self.sales: Shelf[str, Sale] = Shelf(self._read_sales)
        self.receipts: Shelf[str, str] = Shelf(self._read_receipts)
        self.released: Marks[str] = Marks(self._read_released)
        self.requests: Shelf[str, Logged] = Shelf(self._read_requests)
        self.answered: Shelf[tuple[str, str], int] = Shelf(self._read_answered)
        self.known_released: set[str] = set()

    def _read_sales(self, ids: list[str]) -> Mapping[str, Sale]:
        rows = self.asking.rows(_SALES, ids=keys(ids))
        # What has gone back is read once nobody else can give anything back.
        self.logs.fetch_devices(device.hex for _, device, *_ in rows)
        found: dict[str, Sale] = {}
        for one, device, place, body, hash_ in rows:
            epoch, seq = place_at(place)
            found[one.hex] = sale_of(
                again(source_at(device, epoch), seq, bytes(body), bytes(hash_))
            )
        if found:
            for one, *back, is_released in self.asking.rows(_GIVEN_BACK, ids=keys(found)):
                found[one.hex] = _after(found[one.hex], *back)
                self.known_released |= {one.hex} if is_released else set()
        return found

    def _read_released(self, ids: list[str]) -> set[str]:
        self.sales.fetch(ids)
        return self.known_released.intersection(ids)

    def _read_receipts(self, receipts: list[str]) -> Callable[[], Mapping[str, str]]:
        rows = self.asking.ask(_RECEIPTS, receipts=receipts)
        return lambda: {receipt: sale.hex for receipt, sale in rows()}

    def _read_requests(self, ids: list[str]) -> Mapping[str, Logged]:
        return _requests(self.asking.rows(_REQUEST_BY_ID, ids=keys(ids)))

    def _read_answered(self, asked: list[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
        rows = self.asking.rows(_TOLD, ids=keys(request for _, request in asked))
        return {(device.hex, one.hex): number for device, one, number in rows}

    def told_by(self, device: str) -> int:
        """Count the requests of which a device has said, before now, what it was told."""
        ((count,),) = self.asking.rows(_COUNT_TOLD, device=key(device))
        return int(count)

    def fetch_asked(self, *, sale: str, device: str) -> None:
        """Read refunds asked for: of a sale, of a device's sales, or all."""
        if sale:
            found = _requests(self.asking.rows(_REQUESTS_OF_SALES, ids=keys([sale])))
        elif device:
            mine = [one.id for one in self.sales.known().values() if one.device == device]
            rows = self.asking.rows(_REQUESTS_OF_DEVICE, device=key(device))
            rows += self.asking.rows(_REQUESTS_OF_SALES, ids=keys(mine))
            found = _requests(rows)
        else:
            found = _requests(self.asking.rows(_REQUESTS))
        self.requests.take(found)
        self.answered.fetch((op.source.device, op.id) for op in found.values())
        self.sales.fetch(op.data["of"] for op in found.values())


def _requests(rows: list[tuple[Any, ...]]) -> Mapping[str, Logged]:
    found: dict[str, Logged] = {}
    for device, place, body, hash_ in rows:
        epoch, seq = place_at(place)
        op = again(source_at(device, epoch), seq, bytes(body), bytes(hash_))
        found[op.id] = op
    return found


def _after(
    sale: Sale,
    refunded: list[int],
    restored: int,
    taken_back: int,
    lapsed: int,
    corrected: int,
    is_gone: bool,
) -> Sale:
    """Give a sale after what has gone back of it."""
    lines = tuple(
        replace(line, refunded_minor=back)
        for line, back in zip(sale.sold.lines, refunded, strict=True)
    )
    return replace(
        sale,
        sold=replace(sale.sold, lines=lines),
        restored=restored,
        taken_back=taken_back,
        lapsed=lapsed,
        corrected=corrected,
        is_gone=is_gone,
    )


_GIVE_BACK = """
insert into given_back (tenant, device, place, refunded_lines, restored, taken_back, lapsed,
  corrected, is_gone, is_released)
select %(tenant)s, device, place, refunded::jsonb, restored, taken_back, lapsed, corrected,
  is_gone, is_released
from unnest(%(device)s::uuid[], %(place)s::bigint[], %(refunded)s::text[], %(restored)s::bigint[],
  %(taken_back)s::bigint[], %(lapsed)s::bigint[], %(corrected)s::bigint[], %(is_gone)s::boolean[],
  %(is_released)s::boolean[]) as new (device, place, refunded, restored, taken_back, lapsed,
  corrected, is_gone, is_released)
on conflict (tenant, device, place) do update
set refunded_lines = excluded.refunded_lines, restored = excluded.restored,
  taken_back = excluded.taken_back, lapsed = excluded.lapsed, corrected = excluded.corrected,
  is_gone = excluded.is_gone, is_released = excluded.is_released
"""
_BACK_COLUMNS = "device place refunded restored taken_back lapsed corrected is_gone is_released"
_FREE_RECEIPT = "delete from receipt where tenant = %(tenant)s and receipt = any(%(receipts)s)"
_ADD_RECEIPTS = """
insert into receipt (tenant, receipt, device, place)
select %(tenant)s, receipt, device, place
from unnest(%(receipt)s::text[], %(device)s::uuid[], %(place)s::bigint[])
  as new (receipt, device, place)
on conflict do nothing
"""
_ADD_REQUESTS = """
insert into refund_request (tenant, device, place, sale)
select %(tenant)s, device, place, sale
from unnest(%(device)s::uuid[], %(place)s::bigint[], %(sale)s::uuid[]) as new (device, place, sale)
"""
_DO_REQUESTS = """
update refund_request old set is_done = true
from unnest(%(device)s::uuid[], %(place)s::bigint[]) as new (device, place)
where old.tenant = %(tenant)s and (old.device, old.place) = (new.device, new.place)
  and not old.is_done
"""
_ADD_TOLD = """
insert into refund_told as old (tenant, device, request, number_done)
select %(tenant)s, device, request, number_done
from unnest(%(device)s::uuid[], %(request)s::uuid[], %(number_done)s::integer[])
  as new (device, request, number_done)
on conflict (tenant, request, device) do update set number_done = excluded.number_done
where old.number_done = 0
"""


def save_answered(selling: Selling) -> None:
    """Keep what tills say they were told of their requests."""
    changed = selling.answered.changed().items()
    rows = [(key(device), key(request), number) for (device, request), number in changed]
    selling.asking.put(_ADD_TOLD, "device request number_done", rows)


def save_selling(selling: Selling) -> None:
    """Write what has gone back, receipts and requests."""
    asking = selling.asking
    save_answered(selling)
    sales = selling.sales.known()
    released = set(selling.released.added)
    rows = [
        _back_row(one, is_released=one.id in released or one.id in selling.known_released)
        for one in sales.values()
        if _has_gone_back(selling.sales.stored.get(one.id), one) or one.id in released
    ]
    asking.put(_GIVE_BACK, _BACK_COLUMNS, rows)
    freed = [*selling.receipts.removed()]
    changed = selling.receipts.changed()
    freed += [receipt for receipt in changed if receipt in selling.receipts.stored]
    if freed:
        asking.run(_FREE_RECEIPT, receipts=freed)
    asking.put(
        _ADD_RECEIPTS,
        "receipt device place",
        ((receipt, *_at(sales[sale])) for receipt, sale in sorted(changed.items())),
    )
    new = selling.requests.changed().values()
    asking.put(_ADD_REQUESTS, "device place sale", ((*_spot(op), key(op.data["of"])) for op in new))
    over = [selling.requests.stored[name] for name in selling.requests.removed()]
    asking.put(_DO_REQUESTS, "device place", (_spot(op) for op in over))


def _has_gone_back(before: Sale | None, now: Sale) -> bool:
    """Tell whether a sale is not as it was sold, or not as it was read."""
    if before is not None:
        return before != now
    figures = (now.restored, now.taken_back, now.lapsed, now.corrected)
    refunded = any(line.refunded_minor for line in now.sold.lines)
    return any(figures) or refunded or now.is_gone


def _back_row(sale: Sale, *, is_released: bool) -> tuple[object, ...]:
    return (
        *_at(sale),
        json.dumps([line.refunded_minor for line in sale.sold.lines]),
        sale.restored,
        sale.taken_back,
        sale.lapsed,
        sale.corrected,
        sale.is_gone,
        is_released,
    )


def _at(sale: Sale) -> tuple[object, int]:
    return key(sale.device), place_of(*sale.place)


def _spot(op: Logged) -> tuple[object, int]:
    return key(op.source.device), place_of(op.source.epoch, op.seq)
