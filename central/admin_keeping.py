"""The commands of `regulars-central` that keep a centre: backups, putting one back, the key's copy.

They work beside the service and are told apart from those of `central.desk`, which look into shops.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from central import backup, installing, keycopy
from central.database import changed
from central.folder import Folder, now_ms
from central.restoring import Named, Restored, restore
from central.roles import KEEPER, OWNER
from central.trouble import Unclear
from regulars.ids import Id, unspell

COMMANDS: Final = frozenset({"backup", "backups", "restore", "key", "install", "uninstall"})
KEEPER_ADDRESS: Final = "REGULARS_CENTRAL_KEEPER"
BACKUPS: Final = "REGULARS_CENTRAL_BACKUPS"
WELL, FOUND = 0, 1
_GIB: Final = 1 << 30
_DIGITS: Final = 8
Say = Callable[[str], None]


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    add_database: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Tell the parser of the commands there are here."""
    make = commands.add_parser("backup", help="copy the database, and prove the copy")
    make.add_argument("--budget", type=_gib, default=20, metavar="GIB", help="for all; default: 20")
    make.add_argument("--plain", action="store_true", help="as pg_dump writes it, not sealed")
    make.add_argument("--keeper", metavar="ADDRESS", help=f"default: {KEEPER_ADDRESS}")
    listed = commands.add_parser("backups", help="the backups there are")
    for one in (make, listed):
        home = os.environ.get(BACKUPS) or None
        one.add_argument(
            "--to", type=Path, default=home, metavar="FOLDER", help=f"default: {BACKUPS}"
        )
    back = commands.add_parser("restore", help="put a backup back into an empty database")
    back.add_argument("backup", type=Path, metavar="FILE")
    back.add_argument("--owner", metavar="ADDRESS", help="the empty database, as its owner")
    back.add_argument(
        "--let-in",
        type=_named,
        action="append",
        default=[],
        metavar="SHOP/DEVICE/EPOCH",
        help="a till let in since that the folder does not remember; whole ids",
    )
    key = commands.add_parser("key", help="copy the centre's key and authority to a safe place")
    key.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    for one in (make, listed, back, key):
        add_database(one)
    _add_installing(commands)


def _add_installing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    place = installing.Place()
    put = commands.add_parser("install", help="make the centre a service of this computer")
    put.add_argument("--listen", default=place.listen, metavar="HOST:PORT", help=place.listen)
    put.add_argument(
        "--backups", type=Path, default=place.backups, metavar="FOLDER", help=str(place.backups)
    )
    put.add_argument(
        "--no-database", action="store_true", help="leave PostgreSQL alone: it is elsewhere"
    )
    away = commands.add_parser("uninstall", help="take the service away; what it kept stays")
    for one in (put, away):
        one.add_argument("--dry-run", action="store_true", help="only say what would be done")
        one.set_defaults(trial=None, folder=place.home)


def run(chosen: argparse.Namespace, database: Callable[[], str], folder: Folder, say: Say) -> int:
    """Do one of these commands; raises a Trouble."""
    match chosen.command:
        case "backup":
            service = database()
            keeper = chosen.keeper or os.environ.get(KEEPER_ADDRESS)
            keeper = keeper or changed(service, user=KEEPER)
            return _back_up(backup.Source(service, keeper, folder), chosen, say)
        case "backups":
            return _list(_place(chosen), say)
        case "restore":
            owner = chosen.owner or changed(database(), user=OWNER)
            named = [(shop, Named(device, epoch)) for shop, device, epoch in chosen.let_in]
            _tell(restore(chosen.backup, owner, folder, named, now_ms), say)
        case "install" | "uninstall":
            return _install(chosen, say)
        case _:
            for path in keycopy.copy(folder, chosen.to):
                say(f"Copied: {path}")
            say("Keep this away from the backups: together they open everything.")
    return WELL


def _back_up(source: backup.Source, chosen: argparse.Namespace, say: Say) -> int:
    place, now = _place(chosen), datetime.now(UTC)
    made = backup.make(source, place, now, is_plain=chosen.plain)
    say(_line(made))
    for finding in made.note.findings:
        say(f"  {finding}")
    for gone in backup.thin(place, chosen.budget * _GIB, now):
        say(f"Deleted: {gone.name}")
    if made.note.is_good:
        return WELL
    say("The database itself is not as it must be, so its older backups stay. Run verify.")
    return FOUND


def _install(chosen: argparse.Namespace, say: Say) -> int:
    is_dry = chosen.dry_run or not installing.has_systemd()
    if is_dry and not chosen.dry_run:
        say("There is no systemd here. This is what would be done:")
    if not is_dry and os.geteuid() != 0:
        raise Unclear("Do this as root (sudo), or look at it first with --dry-run.")
    system = installing.ThisComputer()
    if chosen.command == "uninstall":
        installing.do(installing.uninstall(system), say, is_dry=is_dry)
        say("The database, the folder with the key, the backups and the user stay.")
        return WELL
    place = installing.Place(
        listen=chosen.listen, backups=chosen.backups, has_database=not chosen.no_database
    )
    if not is_dry:
        installing.refuse_unreachable(place)
    installing.do(installing.install(place, system), say, is_dry=is_dry)
    for line in installing.closing_words(place) if not is_dry else _files(place):
        say(line)
    return WELL


def _files(place: installing.Place) -> Iterator[str]:
    yield ""
    for name, text in installing.units(place).items():
        yield f"--- {name}"
        yield text


def _list(place: Path, say: Say) -> int:
    found = backup.kept(place)
    for one in found:
        say(_line(one))
    if not found:
        say("There is no backup yet.")
    return WELL if any(one.note.is_good for one in found) else FOUND


def _line(one: backup.Kept) -> str:
    operations = sum(one.note.shops.values())
    how = "proved" if one.note.is_good else f"{len(one.note.findings):,} FINDINGS"
    return (
        f"{one.path.name}: {how}, {len(one.note.shops):,} shops, {operations:,} operations,"
        f" {one.note.size:,} bytes"
    )


def _tell(done: Restored, say: Say) -> None:
    when = "" if done.taken is None else f" of {done.taken:%Y-%m-%d %H:%M} UTC"
    say(f"The backup{when} is back: {len(done.feeds):,} shops.")
    if done.migrated:
        say(f"{done.migrated} migrations ran.")
    for words, names in (
        ("Let in since, and known again", done.let_in),
        ("Shut out since, and again", done.shut_out),
        ("Given up since, and again", done.given_up),
        ("Erased since, and again", done.erased),
    ):
        if names:
            say(f"{words}: {', '.join(name[:_DIGITS] for name in dict.fromkeys(names))}")
    for shop in done.lost:
        say(f"Founded since, and lost: {shop}. Found it again from its first till: code --founds")
    say("Start serve. Each till brings what it did since by itself; until all have come, no till")
    say("gets rights to more points. `devices` says who is missing; one that is gone for good must")
    say("be given up: retire. One that is not known any more needs a code: code --device")


def _place(chosen: argparse.Namespace) -> Path:
    if chosen.to is None:
        raise Unclear(f"Say where backups are: --to, or {BACKUPS} in the environment.")
    return Path(chosen.to)


def _gib(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 10**5:
        return int(text)
    raise argparse.ArgumentTypeError(f'write 1 to 100000, not "{text}"')


def _named(text: str) -> tuple[Id, Id, int]:
    try:
        shop, device, epoch = text.split("/")
        return unspell(shop), unspell(device), int(epoch)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'write SHOP/DEVICE/EPOCH, not "{text}"') from error
