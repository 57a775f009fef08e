"""PIN verifiers at the centre: kept beside people, told to tills that are trusted, in no log."""

from central.feed import Change, publish
from central.working.asking import key
from central.working.centre import Working
from regulars.agreement.messages import Source, Standing
from sync.wire_pins import PinsAnswer, PinsRequest
from sync.wire_problem import Problem, ProblemKind

FORM = "$argon2id$"
"""How every verifier begins; what is not one is not told to anybody."""
AHEAD_MS = 10 * 366 * 86_400_000
"""So far may a till's clock be ahead. A PIN of the end of all time could never be replaced."""
_KNOWN = """
select staff, pin_changed from staff where tenant = %(tenant)s and staff = any(%(ids)s)
order by staff
"""
_KEEP = """
update staff set pin = %(pin)s, pin_changed = %(changed)s
where tenant = %(tenant)s and staff = %(staff)s
"""


def keep(working: Working, source: Source, message: PinsRequest) -> PinsAnswer | Problem:
    """Keep the newest verifier of each person, and tell of it."""
    chain = working.chains.get(source)
    if chain is None or chain.standing is not Standing.LIVE:
        return Problem(ProblemKind.FORBIDDEN, "this device is not trusted with PINs")
    asking = working.asking
    ids = sorted(key(one.staff.hex()) for one in message.pins)
    known = {staff.hex: changed for staff, changed in asking.locked(_KNOWN, ids=ids)}
    newest = sorted(message.pins, key=lambda one: one.seen_ms)
    kept: dict[str, int] = {}
    for one in newest:
        name = one.staff.hex()
        if name not in known or not one.verifier.startswith(FORM):
            continue
        seen_ms = min(one.seen_ms, max(asking.now_ms + AHEAD_MS, known[name] + 1))
        if seen_ms > known[name]:
            asking.run(_KEEP, staff=key(name), pin=one.verifier, changed=seen_ms)
            known[name] = kept[name] = seen_ms
    changes = [Change("pin", bytes.fromhex(name)) for name in kept]
    publish(asking.connection, asking.tenant, changes)
    unknown = {one.staff for one in message.pins if one.staff.hex() not in known}
    return PinsAnswer(tuple(sorted(unknown)), working.feed_epoch, asking.now_ms)
