"""How far each device has read: whoever has read that somebody was erased has erased them too.

A till keeps its cursor and what it read in one transaction, so asking from a cursor is a receipt.
"""

from collections.abc import Callable, Mapping

from central.database import identity, uuid
from central.working.asking import Asking
from regulars.ids import Id

_DUE = """
select device.device
from unnest(%(devices)s::uuid[], %(places)s::bigint[]) as asked (device, place)
  join device on device.tenant = %(tenant)s and device.device = asked.device
where exists (select 1 from erased where erased.tenant = %(tenant)s
  and erased.feed_seq > device.feed_seq and erased.feed_seq <= asked.place)
"""
_NOTE = """
update device set feed_seq = greatest(feed_seq, %(place)s)
where tenant = %(tenant)s and device = %(device)s
"""


def ask_due(asking: Asking, read: Mapping[Id, int]) -> Callable[[], set[Id]]:
    """Ask which devices that have read so far have erased somebody since they last said so."""
    if not read:
        return set
    devices, places = [uuid(device) for device in read], list(read.values())
    rows = asking.ask(_DUE, devices=devices, places=places)
    return lambda: {identity(device) for (device,) in rows()}


def note_read(asking: Asking, device: Id, place: int) -> None:
    """Write down how far a device has read."""
    asking.run(_NOTE, device=uuid(device), place=place)
