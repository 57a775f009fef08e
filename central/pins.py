"""PIN verifiers at the centre: kept beside people, told to tills that are trusted, in no log.

Which of them counts follows from the operations `pin.set` (`regulars.agreement.pins`). A PIN set at
another till than the one before is shown to a person, and so is one that nobody may set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from central.happened import PIN_SET, Happened, Note
from central.working.asking import Asking, key
from central.working.centre import Working
from central.working.saving import save
from regulars.agreement.centre import review, touch
from regulars.agreement.messages import Source, Standing
from regulars.agreement.papers import LEEWAY_MS
from regulars.agreement.pins import CHANGED, REFUSED, Kept, Ruling, Said, mark_of, rule
from regulars.ids import spell
from regulars.operations.operation import read_operation
from sync.wire_pins import Pin, PinsAnswer, PinsRequest
from sync.wire_problem import Problem, ProblemKind

FORM = "$argon2id$"
"""How every verifier begins; what is not one is not told to anybody."""
AHEAD_MS = 10 * 366 * 86_400_000
"""So far may a till's clock be ahead. A PIN of the end of all time could never be replaced."""
_NOBODY = "00" * 16
_MARK_DIGITS = 32
_TICKS, _CLOCK_DIGITS = 16, 16
_KNOWN = """
select staff, pin, pin_changed, role, coalesce(replace(pin_device::text, '-', ''), '')
from staff where tenant = %(tenant)s and staff = any(%(ids)s)
order by staff
"""
_KEEP = """
update staff set pin = %(pin)s, pin_changed = %(changed)s, pin_device = %(device)s
where tenant = %(tenant)s and staff = %(staff)s
"""
_STANDS = """
update staff set pin_changed = %(changed)s where tenant = %(tenant)s and staff = %(staff)s
"""
_SAID = """
select operation.body, operation.hlc, operation.received, operation.place
from operation left join parked using (tenant, device, place)
where operation.tenant = %(tenant)s and operation.kind = 'pin.set'
  and coalesce(parked.outcome, operation.outcome) in ('posted', 'posted-with-review')
"""
_OWNERS = "select staff from staff where tenant = %(tenant)s and role = 'owner' and is_active"


@dataclass(slots=True)
class _Person:
    """Somebody as the centre has them, and when the verifier that counts was set."""

    kept: Kept
    changed: int
    said: list[Said]


def keep(
    working: Working, source: Source, message: PinsRequest, note: Note
) -> PinsAnswer | Problem:
    """Keep verifiers that count, tell all tills of them, and show a person what wants one."""
    chain = working.chains.get(source)
    if chain is None or chain.standing is not Standing.LIVE:
        return Problem(ProblemKind.FORBIDDEN, "this device is not trusted with PINs")
    people = _people(working.asking, message)
    later = {one.staff for one in message.pins if spell(one.staff) not in people}
    for one in sorted(message.pins, key=lambda one: one.seen_ms):
        person = people.get(spell(one.staff))
        if person is None or not one.verifier.startswith(FORM):
            continue
        ruling, said = rule(person.kept, one.verifier, person.said)
        if working.healing and ruling is not Ruling.KNOWN:
            later.add(one.staff)  # what was said of it may be on its way, and nobody is asked now
        else:
            _decide(working, source, one, person, (ruling, said), note)
    save(working)
    return PinsAnswer(tuple(sorted(later)), working.feed_epoch, working.asking.now_ms)


def _decide(
    working: Working,
    source: Source,
    pin: Pin,
    person: _Person,
    ruled: tuple[Ruling, Said | None],
    note: Note,
) -> None:
    ruling, said = ruled
    asking, staff = working.asking, spell(pin.staff)
    now = min(pin.seen_ms, asking.now_ms + AHEAD_MS)
    before = person.kept
    match ruling:
        case Ruling.TAKEN:
            device = source.device if said is None else said.device
            changed = max(now, person.changed + 1)
            asking.run(
                _KEEP, staff=key(staff), pin=pin.verifier, changed=changed, device=key(device)
            )
            person.kept, person.changed = Kept(pin.verifier, before.role, device), changed
            if before.verifier:
                by = _NOBODY if said is None else said.by
                epoch = source.epoch if device == source.device else 0
                tenant = spell(asking.tenant)
                note(Happened(PIN_SET, tenant, device, epoch, asking.now_ms, staff=staff, by=by))
                if before.device not in {"", device}:  # "": set before anybody noted where
                    _show(working, CHANGED, pin, by, (device, before.device))
        case Ruling.REFUSED:
            _show(working, REFUSED, pin, _NOBODY if said is None else said.by, (source.device,))
            _stand(asking, staff, person, now)
        case _ if now <= person.changed:
            return
        case _:
            _stand(asking, staff, person, now)
    if person.kept.verifier:  # otherwise whoever set one would be told that there is none
        touch(working, "pin", staff)


def _stand(asking: Asking, staff: str, person: _Person, now: int) -> None:
    """Let what counts be the later one also at a till that thinks that its own is."""
    person.changed = max(now, person.changed)
    asking.run(_STANDS, staff=key(staff), changed=person.changed)


def _show(working: Working, code: str, pin: Pin, by: str, devices: tuple[str, ...]) -> None:
    """Ask a person to look: who, by whom, which verifier; and at which tills."""
    about = f"{spell(pin.staff)} {by} {mark_of(pin.verifier)[:_MARK_DIGITS]}"
    review(working, code, about, devices=tuple(one for one in devices if one))


def _people(asking: Asking, message: PinsRequest) -> dict[str, _Person]:
    """Read who is named and known here, with all that logs say of their PINs."""
    ids = sorted({key(spell(one.staff)) for one in message.pins})
    people = {
        staff.hex: _Person(Kept(pin, role, device), changed, [])
        for staff, pin, changed, role, device in asking.locked(_KNOWN, ids=ids)
    }
    owners = {staff.hex for (staff,) in asking.rows(_OWNERS)}
    for body, hlc, received, place in asking.rows(_SAID):
        operation = read_operation(bytes(body))
        data: Mapping[str, Any] = operation.data
        device = spell(operation.header.device)
        if data["staff"] in people:
            at = hlc if hlc >> _TICKS <= received + LEEWAY_MS else received << _TICKS
            # What came at once from a clock that is ahead has one time: its place says the order.
            stamp = f"{at:0{_CLOCK_DIGITS}x}{device}{place:0{_CLOCK_DIGITS}x}"
            said = Said(stamp, data["mark"], data["by"], device, data["by"] in owners)
            people[data["staff"]].said.append(said)
    return people
