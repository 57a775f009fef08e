"""What the centre knows of stores: which till stands where and leads, who shops where."""

import re
from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass, field

from regulars.agreement.messages import Source
from regulars.rights.placing import NO_WISHES, Shops, Sizes

_LEAD = "lead_till "
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a wallet is used; tills are asked to hand back until the pool has `level` points."""

    shops: Shops = ()
    level: int = 0


UNKNOWN = Placed()


@dataclass(slots=True)
class Places:
    """Counters by their store, what people chose, and what is known of wallets.

    `chosen` are the tills that a person made the lead till of a store; `cheapest` is the fewest
    points that a member can spend at once, `sizes` what members did spend at once.
    """

    stores: MutableMapping[str, str] = field(default_factory=dict)
    chosen: MutableMapping[str, str] = field(default_factory=dict)
    wallets: MutableMapping[str, Placed] = field(default_factory=dict)
    cheapest: int = 100
    sizes: Sizes = NO_WISHES

    def copy(self) -> "Places":
        """Give a copy that changes by itself."""
        known = (dict(self.stores), dict(self.chosen), dict(self.wallets))
        return Places(*known, self.cheapest, self.sizes)


def lead_tills(
    places: Places, stores: Iterable[str], usable: Callable[[str], Source | None]
) -> dict[str, Source]:
    """Give the lead till of each store: whom a person chose, else the first one in use."""
    wanted, found = set(stores), dict[str, Source]()
    for device, store in sorted(places.stores.items()):
        is_better = store not in found or places.chosen.get(store) == device
        source = usable(device) if store in wanted and is_better else None
        if source is not None:
            found[store] = source
    return found


def lead_key(store: str) -> str:
    """Name the setting that says which till leads a store."""
    return f"{_LEAD}{store}"


def store_led(key: str) -> str | None:
    """Give the store that a setting names the lead till of; None for any other setting."""
    return key.removeprefix(_LEAD) if key.startswith(_LEAD) else None


def is_id(text: str) -> bool:
    """Tell whether a text names a store or a till, as operations spell them."""
    return _ID.fullmatch(text) is not None
