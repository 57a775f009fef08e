"""How a shop leaves a computer: an export, what it holds sent, its folder set aside."""

import tempfile
from pathlib import Path

from desktop.admin_desk import FOUND, WELL, Desk
from desktop.leaving import Sent, StillUnsent, export_shop, send
from desktop.leaving import leave as set_aside
from regulars.codes import read_recovery
from sync.ports import Backlog
from sync.status import SyncState

_MINUTE_MS = 60_000


def export(desk: Desk, into: Path) -> int:
    """Save the shop, encrypted; the till may be open."""
    made, waiting = export_shop(desk.folder, desk.world, into)
    desk.say(f"Saved and proved: {made.path}")
    desk.say(_waiting(desk, waiting) if waiting.count else "The centre lacks nothing of it.")
    desk.say("It opens with the recovery sheet: `send-export` hands what it holds to the centre,")
    desk.say("`restore` puts it back as a till, which the centre has to let in again.")
    return WELL


def leave(desk: Desk, into: Path | None) -> int:
    """Take the shop off this computer; refused while the centre lacks something of it."""
    done = set_aside(desk.folder, desk.world, into)
    if isinstance(done, StillUnsent):
        desk.say(_waiting(desk, done.waiting))
        desk.say("Connect first, or save it: regulars-admin leave --export FOLDER")
        return FOUND
    if done.export is not None:
        desk.say(f"Saved and proved: {done.export}")
    desk.say(f"This computer has no shop any more. Its files lie whole in {done.aside}")
    desk.say("Delete them when nobody needs them; whoever has them needs the keys beside them.")
    return WELL


def send_export(desk: Desk, saved: Path, sheet: str, most_s: float) -> int:
    """Hand what an export holds to the centre, from any computer."""
    recovery = read_recovery(sheet)
    if recovery is None:
        desk.say("This is not the key of a recovery sheet. Check it letter by letter.")
        return FOUND
    with tempfile.TemporaryDirectory(prefix="regulars-") as scratch:
        done = send(saved, recovery, desk.world, Path(scratch), most_s)
    if isinstance(done, Sent):
        desk.say(f"The centre has all of it: {done.count:,} operations were still to be sent.")
        return WELL
    if done.state is None:
        desk.say("This shop has joined no centre: there is nobody to send to.")
        return FOUND
    desk.say(f"{done.waiting:,} operations are not at the centre yet: {_why(done.state)}.")
    desk.say("Nothing is lost: try again, nothing is done twice.")
    return FOUND


def _why(state: SyncState) -> str:
    parts = (state.says.value, state.cause.value if state.cause else "", state.code)
    return ", ".join(part for part in parts if part)


def _waiting(desk: Desk, waiting: Backlog) -> str:
    age = max(0, desk.world.clock.now_ms() - waiting.oldest_ms) // _MINUTE_MS
    return f"{waiting.count:,} operations have not reached the centre, the oldest for {age} min."
