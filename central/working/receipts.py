"""How far each device has read: whoever has read that somebody was erased has erased them too.

A till keeps its cursor and what it read in one transaction, so asking from a cursor is a receipt.
"""

from central.database import uuid
from central.working.asking import Asking
from regulars.ids import Id

_DUE = """
select exists (
  select 1 from erased join device on device.tenant = erased.tenant
  where erased.tenant = %(tenant)s and device.device = %(device)s
    and erased.feed_seq > device.feed_seq and erased.feed_seq <= %(place)s
)
"""
_NOTE = """
update device set feed_seq = greatest(feed_seq, %(place)s)
where tenant = %(tenant)s and device = %(device)s
"""


def is_due(asking: Asking, device: Id, place: int) -> bool:
    """Tell whether a device that has read so far has erased somebody since it last said so."""
    ((found,),) = asking.rows(_DUE, device=uuid(device), place=place)
    return bool(found)


def note_read(asking: Asking, device: Id, place: int) -> None:
    """Write down how far a device has read."""
    asking.run(_NOTE, device=uuid(device), place=place)
