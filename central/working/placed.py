"""Where members shop, in a transaction: which tills lead their stores, and where wallets are used.

What is remembered of a wallet stands in its own row, which is read and written anyway.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from struct import Struct

from central.working.asking import Asking, key, keys, source_at
from central.working.logs import Logs
from regulars.agreement.chains import Chain
from regulars.agreement.exchange import LEASE_MS
from regulars.agreement.messages import Source, Standing
from regulars.agreement.places import Placed
from regulars.rights.placing import Visits

_SHOP = Struct("!16sII")
_LEADS = """
select s.store, s.lead, d.device, e.epoch, e.standing, e.is_copied or e.is_revoked, e.ends_seq,
  coalesce(d.seen < %(since)s, false)
from store s
  left join device d on d.tenant = s.tenant and d.store = s.store and d.role = 'counter'
  left join device_epoch e on e.tenant = d.tenant and e.device = d.device and e.is_met
where s.tenant = %(tenant)s and s.store = any(%(stores)s)
order by s.store, d.device, e.epoch
"""
_LIVE = """
select count(*) from device_epoch
  join unnest(%(devices)s::uuid[], %(epochs)s::integer[]) as asked (device, epoch)
  using (device, epoch)
where tenant = %(tenant)s and standing = 'live' and not (is_copied or is_revoked)
  and ends_seq is null
"""
_LEFT = """
select 1 from holding
  join unnest(%(devices)s::uuid[], %(epochs)s::integer[]) as asked (device, epoch)
  using (device, epoch)
where tenant = %(tenant)s and available > 0 limit 1
"""


def read_placed(shops: bytes, level: int) -> Placed:
    """Read what a wallet's row says of where it is used."""
    found = (
        Visits(store.hex(), date.fromordinal(day), weight)
        for store, day, weight in _SHOP.iter_unpack(shops)
    )
    return Placed(tuple(found), level)


def spell_shops(placed: Placed) -> bytes:
    """Write where a wallet is used as its row has it."""
    return b"".join(
        _SHOP.pack(bytes.fromhex(one.store), one.last.toordinal(), one.weight)
        for one in placed.shops
    )


class Leads:
    """The lead tills of stores, each looked for once: no till's standing changes behind that."""

    def __init__(self, asking: Asking, logs: Logs) -> None:
        """Begin with nothing read."""
        self._asking, self._logs = asking, logs
        self._rows: dict[str, tuple[str, list[tuple[Source, bool]]]] = {}
        self._chosen: dict[str, str] = {}
        self._found: dict[str, Source | None] = {}

    def fetch(self, stores: Iterable[str]) -> None:
        """Read who stands in these stores, and whom people chose."""
        todo = sorted(set(stores) - self._rows.keys())
        if not todo:
            return
        self._rows.update((store, ("", [])) for store in todo)
        values = {"stores": keys(todo), "since": self._asking.now_ms - LEASE_MS}
        rows = self._asking.rows(_LEADS, **values)
        for store, found in groupby(rows, key=lambda row: row[0]):
            lives = list(found)
            chosen = lives[0][1].hex if lives[0][1] else ""
            tills: dict[str, tuple[Source, bool]] = {}
            for _, _, device, epoch, standing, is_shut, ends, is_silent in lives:
                if epoch is not None:  # the newest life of each is the last
                    is_usable = standing == "live" and not is_shut and ends is None
                    tills[device.hex] = (source_at(device, epoch), is_usable and not is_silent)
            self._rows[store.hex] = (chosen, list(tills.values()))

    def of(self, stores: Iterable[str], chosen: Mapping[str, str]) -> dict[str, Source]:
        """Give the lead till of each store; `chosen` is what people chose just now."""
        if chosen != self._chosen:
            self._chosen, self._found = dict(chosen), {}
        wanted = list(dict.fromkeys(stores))
        if any(store not in self._found for store in wanted):
            self.fetch(wanted)
            self._found.update((one, self._lead(one)) for one in wanted if one not in self._found)
        return {one: lead for one in wanted if (lead := self._found[one]) is not None}

    def _lead(self, store: str) -> Source | None:
        first, rows = self._rows[store]
        first = self._chosen.get(store, first)
        usable = [of for of, is_usable in self._now(store, rows) if is_usable]
        return min(usable, key=lambda of: (of.device != first, of.device), default=None)

    def _now(self, store: str, rows: list[tuple[Source, bool]]) -> list[tuple[Source, bool]]:
        """Say who is usable; of devices that this transaction holds it knows more than their rows.

        Whoever speaks now is not silent.
        """
        logs = self._logs
        held = [one for one in logs.stores_held() if logs.stores.get(one) == store]
        mine = [logs.lives(device)[-1:] for device in held]
        others = [(of, is_usable) for of, is_usable in rows if not logs.is_held(of.device)]
        chains = logs.chains
        return others + [
            (of, chains[of].is_usable and of not in logs.revoked) for life in mine for of in life
        ]


def has_lost(asking: Asking, given: Iterable[Source], chains: Mapping[Source, Chain]) -> bool:
    """Tell whether a till that was given points, or gave them up, met another transaction.

    Nobody holds the rows of lead tills: whoever sells would wait for all others of the store. So
    once the tenant's row is held it is looked whether each is still what it was, and whether one
    that is given up now was given anything meanwhile.
    """
    live = sorted(given)
    if live:
        ((count,),) = asking.rows(_LIVE, **_names(live))
        if count != len(live):
            return True
    over = sorted(of for of, chain in chains.items() if chain.standing is Standing.RETIRED)
    return bool(over) and bool(asking.rows(_LEFT, **_names(over)))


def _names(sources: list[Source]) -> dict[str, object]:
    return {
        "devices": [key(one.device) for one in sources],
        "epochs": [one.epoch for one in sources],
    }
