"""`regulars-admin`: look after a shop from the command line. Documented in docs/admin.md.

This module reads the command and prints; what commands do is in `admin_reading` (beside a running
till) and `admin_writing` (which takes the folder, or refuses naming who has it). 0 is well, 1 is a
finding or a refusal, 2 is a wrong command or trouble with this computer.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from desktop import admin_leaving as leaving
from desktop import admin_reading as reading
from desktop import admin_writing as writing
from desktop.admin_desk import TROUBLE, Desk
from desktop.clock import SystemClock
from desktop.exchange_files.lines import ENCODINGS, SEPARATORS
from desktop.opening import World
from desktop.paths import default_root, shop_folder, training_folder
from desktop.pins import strong_hasher
from desktop.trouble import FileUnwritable, Trouble

WAIT_S = 5.0
SEND_S = 120.0
MONTHS_MAX = 120


def main(arguments: Sequence[str] | None = None, world: World | None = None) -> int:
    """Do what the command line says; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a path may hold what UTF-8 cannot
    chosen = _parser().parse_args(arguments)
    world = world or World(SystemClock(), os.urandom, strong_hasher())
    place = training_folder if chosen.training else shop_folder
    desk = Desk(place(chosen.home or default_root()), world, _say, _tell)
    try:
        return _run(chosen, desk)
    except Trouble as trouble:
        _complain(str(trouble))
    except KeyboardInterrupt:
        _complain("Stopped.")
    except BrokenPipeError:
        _let_go()
    return TROUBLE


def _let_go() -> None:
    """Stop writing to where nothing can be written; Python would try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(chosen: argparse.Namespace, desk: Desk) -> int:  # noqa: C901 - one case for each
    match chosen.command:
        case "verify":
            return reading.verify(desk)
        case "check":
            return reading.check(desk)
        case "backup":
            return reading.backup(desk, chosen.to)
        case "rebuild":
            return reading.rebuild(desk, chosen.to)
        case "outstanding":
            return reading.outstanding(desk, chosen.on, chosen.expiry)
        case "restore":
            return writing.restore(desk, chosen.backup, chosen.sheet)
        case "export":
            return leaving.export(desk, chosen.to)
        case "leave":
            return leaving.leave(desk, chosen.export)
        case "send-export":
            return leaving.send_export(desk, chosen.saved, chosen.sheet, chosen.wait)
        case "sale":
            return writing.sale(desk, _content(chosen.file), chosen.wait)
        case "import sales":
            return writing.import_sales(desk, chosen.file, _columns(chosen))
        case _:
            return writing.import_goods(desk, chosen.file, chosen.encoding, _separator(chosen))


def _columns(chosen: argparse.Namespace) -> writing.SalesLayout:
    return writing.SalesLayout(
        columns=chosen.columns,
        separator=_separator(chosen),
        encoding=chosen.encoding,
        has_header=chosen.has_header,
        dry_run=chosen.dry_run,
    )


def _separator(chosen: argparse.Namespace) -> str | None:
    return None if chosen.separator is None else SEPARATORS[chosen.separator]


def _content(file: str) -> bytes:
    return writing.read_sale(sys.stdin.buffer if file == "-" else Path(file))


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go()
        raise FileUnwritable("standard output") from error


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)


def _complain(text: str) -> None:
    print(f"regulars-admin: {text}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="regulars-admin", description="Look after a shop's data.", allow_abbrev=False
    )
    parser.add_argument(
        "--home", type=Path, help="the data folder; default: REGULARS_HOME, or this user's own"
    )
    parser.add_argument("--training", action="store_true", help="the training shop")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("verify", help="prove the log, the ledger and the totals")
    commands.add_parser("check", help="look at the engine, the file, the keys and the backups")
    _add_backups(commands)
    _add_leaving(commands)
    _add_outstanding(commands)
    _add_sale(commands)
    kinds = commands.add_parser("import", help="bring in a file from another system")
    _add_imports(kinds.add_subparsers(dest="kind", required=True, metavar="WHAT"))
    return parser


def _add_backups(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="make a proved backup; the till may be open")
    backup.add_argument("--to", type=Path, metavar="FOLDER", help="where to put it")
    restore = commands.add_parser("restore", help="put a backup in place; the till must be closed")
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="the folder of one backup")
    restore.add_argument("--sheet", metavar="KEY", help="the key on the recovery sheet")
    rebuild = commands.add_parser("rebuild", help="build the file again from its log, beside it")
    rebuild.add_argument("--to", type=Path, metavar="FILE", help="the new file")


def _add_leaving(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = commands.add_parser("export", help="save the shop, encrypted, to be taken elsewhere")
    export.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    leave = commands.add_parser("leave", help="take the shop off this computer")
    leave.add_argument(
        "--export", type=Path, metavar="FOLDER", help="save what the centre lacks there first"
    )
    send = commands.add_parser("send-export", help="hand what an export holds to the centre")
    send.add_argument("saved", type=Path, metavar="EXPORT", help="the folder of one export")
    send.add_argument("--sheet", required=True, metavar="KEY", help="the key on the sheet")
    send.add_argument("--wait", type=_seconds, default=SEND_S, metavar="SECONDS")


def _add_outstanding(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    outstanding = commands.add_parser("outstanding", help="points that can still be spent")
    outstanding.add_argument("--on", type=_day, metavar="DATE", help="at the end of this day")
    outstanding.add_argument(
        "--expiry", type=_months, metavar="never|MONTHS", help="as if points always ended so"
    )


def _add_sale(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sale = commands.add_parser("sale", help="hand a sale to the till and wait for its answer")
    sale.add_argument("file", metavar="FILE", help="a sale as JSON (docs/handover.md); - is input")
    sale.add_argument("--wait", type=_seconds, default=WAIT_S, metavar="SECONDS")


def _add_imports(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sales = kinds.add_parser("sales", help="sales of another system, all or none")
    sales.add_argument("--columns", required=True, metavar="member,date:%Y%m%d,amount,...")
    sales.add_argument("--has-header", action="store_true", help="skip the first line")
    sales.add_argument("--dry-run", action="store_true", help="look at the file, write nothing")
    sales.set_defaults(command="import sales")
    goods = kinds.add_parser("goods", help="codes, names and categories of what the shop sells")
    goods.set_defaults(command="import goods")
    for parser in (sales, goods):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--separator", choices=SEPARATORS, help="default: found out")
        parser.add_argument("--encoding", choices=ENCODINGS, default="utf-8")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'a day is written like 2026-11-22, not "{text}"') from (
            error
        )


def _months(text: str) -> int:
    if text == "never":
        return 0
    if text.isascii() and text.isdigit() and 0 < int(text) <= MONTHS_MAX:
        return int(text)
    raise argparse.ArgumentTypeError(f'write never, or 1 to {MONTHS_MAX} months, not "{text}"')


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if 0 <= found <= 3600:  # noqa: PLR2004 - an hour
        return found
    raise argparse.ArgumentTypeError(f'write 0 to 3600 seconds, not "{text}"')


if __name__ == "__main__":
    sys.exit(main())
