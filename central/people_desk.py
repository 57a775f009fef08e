"""What the commands about people do and say: export, erase, who is to be erased, a new key.

Nothing of a person is printed but the member number; what an export holds goes into a file that
only this user can read.
"""

from datetime import UTC, datetime
from pathlib import Path

from central.desk import FOUND, WELL, Desk
from central.erasing import Receipt, erase, receipts
from central.export import export
from central.finding_people import find
from central.keys import make_secret
from central.resealing import reseal
from central.retention import away, retain
from central.shops import Shop
from regulars.ids import Id, spell

_BY_HAND = "asked for at the centre"
_SHORT = 16


def export_member(desk: Desk, wanted: str | None, who: str, target: Path) -> int:
    """Write all that a shop has of one person into a new file."""
    found = _person(desk, wanted, who)
    if found is None:
        return FOUND
    shop, member = found
    if target.exists():
        desk.say(f"{target} is there already. Name a new file.")
        return FOUND
    text = export(desk.database, desk.vault, shop.tenant, member, desk.clock())
    make_secret(target, text.encode())
    desk.say(f"All there is of {_short(member)} is in {target}, which only you can read.")
    return WELL


def erase_member(desk: Desk, wanted: str | None, who: str, *, is_sure: bool) -> int:
    """Erase a person in the whole shop; says first what that means, and does it when told so."""
    found = _person(desk, wanted, who)
    if found is None:
        return FOUND
    shop, member = found
    if not is_sure:
        desk.say(f"{_short(member)} would be erased here and at every till, for ever.")
        desk.say("Points and sales stay, without a name. To do it, say so: --yes")
        return FOUND
    if shop.is_healing:
        desk.say("The shop was restored and waits for its tills: erase once all have reported.")
        return FOUND
    if not erase(desk.agreement(), shop.tenant, member, _BY_HAND):
        desk.say(f"{_short(member)} is erased already.")
    return list_erased(desk, wanted, member)


def list_erased(desk: Desk, wanted: str | None, only: Id | None = None) -> int:
    """Say of everybody who was erased which devices have done so; 1 where one has not yet."""
    shop = desk.shop(wanted)
    if shop is None:
        return FOUND
    known = receipts(desk.database, shop.tenant)
    told = [one for one in known if only is None or one.member == only]
    for one in told:
        desk.say(_receipt(one))
    if not told:
        desk.say("Nobody was erased.")
    return FOUND if any(one.missing for one in told) else WELL


def retention(desk: Desk, wanted: str | None, *, is_sure: bool) -> int:
    """List who has been away for so long that they are to be erased; with `is_sure` do it."""
    shop = desk.shop(wanted)
    if shop is None:
        return FOUND
    if is_sure:
        noticed, erased = retain(desk.database, desk.agreement(), shop.tenant)
        desk.say(f"{noticed:,} have a month's notice now, {erased:,} were erased.")
    known = away(desk.database, shop.tenant)
    for one in known:
        notice = "has notice" if one.has_notice else "gets notice today"
        desk.say(
            f"{one.number}: last seen {one.last}, {one.points:,} points,"
            f" {notice}, is erased from {one.on} on"
        )
    if not known:
        desk.say("Nobody has been away for too long.")
    return WELL


def rotate(desk: Desk, wanted: str | None) -> int:
    """Seal a shop's personal data under a new key."""
    shop = desk.shop(wanted)
    if shop is None:
        return FOUND
    done = reseal(desk.database, desk.vault, shop.tenant, desk.clock())
    desk.say(f"{done.rows:,} rows are under a new key. {done.dropped:,} old keys are gone.")
    return WELL


def _person(desk: Desk, wanted: str | None, who: str) -> tuple[Shop, Id] | None:
    shop = desk.shop(wanted)
    if shop is None:
        return None
    found = find(desk.database, desk.vault, shop.tenant, who, desk.clock())
    if len(found) == 1:
        return shop, found[0]
    if not found:
        desk.say("There is nobody with that number.")
    else:
        desk.say("That may be several. Say which, by how the id begins:")
        for one in found:
            desk.say(f"  {spell(one)}")
    return None


def _receipt(one: Receipt) -> str:
    when = datetime.fromtimestamp(one.erased_ms / 1_000, UTC).strftime("%Y-%m-%d")
    said = f"{_short(one.member)}, {when}: erased on {one.done} of {one.devices}"
    missing = ", ".join(f"{name} {_short(device)}" for device, name in one.missing)
    return f"{said}. Not yet: {missing}" if missing else said


def _short(identity: Id) -> str:
    return f"[{spell(identity)[:_SHORT]}]"
