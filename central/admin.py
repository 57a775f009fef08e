"""`regulars-central`: run a centre and look after it. Documented in docs/central.md.

This module reads the command and prints. 0 is well, 1 is a finding or a refusal, 2 is a wrong
command or trouble with this computer.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from central import admin_keeping, desk
from central.folder import Folder, trial_address
from central.migrate import migrate
from central.trouble import Trouble, Unclear

TROUBLE: Final = 2
DATABASE: Final = "REGULARS_CENTRAL_DATABASE"
FOLDER: Final = "REGULARS_CENTRAL_FOLDER"
ANYWHERE: Final = "0.0.0.0:8443"
_PORT_MAX: Final = 65_535
_EXPONENT_MAX: Final = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name may hold what UTF-8 cannot
    chosen = _parser().parse_args(arguments)
    try:
        return _run(chosen)
    except Trouble as trouble:
        _complain(str(trouble))
    except KeyboardInterrupt:
        _complain("Stopped.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return TROUBLE


def _stop(*_: object) -> NoReturn:
    """End on SIGTERM as on Ctrl+C: in order."""
    raise KeyboardInterrupt


def _run(chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "try" | "serve":
            signal.signal(signal.SIGTERM, _stop)
            return _serve(chosen)
        case "migrate":
            count = migrate(_database(chosen))
            _say(f"{count} migrations ran." if count else "The database is up to date.")
            return desk.WELL
        case command if command in admin_keeping.COMMANDS:
            return admin_keeping.run(chosen, lambda: _database(chosen), _folder(chosen), _say)
        case _:
            folder, backups = _folder(chosen), os.environ.get(admin_keeping.BACKUPS)
            place = Path(backups) if backups else None
            with desk.opened(_database(chosen), folder, _say, _ask, place) as one:
                return _at(one, chosen)


def _serve(chosen: argparse.Namespace) -> int:
    from central.starting import Listening, Start, run
    from central.trial import run_trial

    host, port = chosen.listen
    listening = Listening(host, port, chosen.plain)
    if chosen.command == "try":
        run_trial(chosen.folder, listening, _say)
    else:
        start = Start(
            _database(chosen),
            _folder(chosen),
            listening,
            chosen.threads,
            chosen.figures,
            chosen.hidden,
        )
        run(start, lambda welcome, *_: welcome.tell(_say))
    return desk.WELL


def _at(one: desk.Desk, chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "tenant add" | "tenant list" | "store add" | "code":
            return _at_shops(one, chosen)
        case "day":
            return desk.begin_day(one, chosen.tenant)
        case "devices":
            return desk.list_devices(one, chosen.tenant)
        case "retire":
            return desk.retire(one, chosen.tenant, chosen.device, chosen.epoch, is_sure=chosen.yes)
        case "revoke":
            return desk.revoke(one, chosen.tenant, chosen.device)
        case "review list":
            return desk.list_reviews(one, chosen.tenant)
        case "review settle":
            return desk.settle_review(one, chosen.tenant, chosen.review, chosen.outcome)
        case _:
            return desk.verify(one, chosen.tenant)


def _at_shops(one: desk.Desk, chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "tenant add":
            founding = desk.founding(
                chosen.name,
                currency=(chosen.currency, chosen.exponent),
                zone=(chosen.zone, chosen.day_start, chosen.region),
                worth=(chosen.points, chosen.minor),
            )
            return desk.add_tenant(one, founding)
        case "tenant list":
            return desk.list_tenants(one)
        case "store add":
            return desk.add_store(one, chosen.tenant, chosen.name)
        case _:
            return desk.code(
                one,
                chosen.tenant,
                chosen.store,
                chosen.device,
                is_office=chosen.office,
                founds=chosen.founds,
            )


def _database(chosen: argparse.Namespace) -> str:
    if chosen.trial is not None:
        return trial_address(chosen.trial)
    address = chosen.database or os.environ.get(DATABASE, "")
    if not address:
        raise Unclear(f"Say which database: --database, or {DATABASE} in the environment.")
    return str(address)


def _folder(chosen: argparse.Namespace) -> Folder:
    return Folder(chosen.folder if chosen.trial is None else chosen.trial)


def _say(text: str) -> None:
    print(text, flush=True)


def _ask(text: str) -> bool:
    """Ask a person; where nobody can answer it is a no."""
    print(f"{text} Write yes to go on: ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"yes", "y"}


def _complain(text: str) -> None:
    print(f"regulars-central: {text}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="regulars-central", description="Run a centre and look after it.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_running(commands)
    _add_shops(commands)
    _add_devices(commands)
    admin_keeping.add_commands(commands, _add_database)
    return parser


def _add_running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    trial = commands.add_parser("try", help="a centre with its own PostgreSQL, all in one folder")
    trial.add_argument("--folder", type=Path, required=True, metavar="FOLDER")
    _add_listen(trial, "127.0.0.1:0")
    serve = commands.add_parser("serve", help="serve tills from a database that is there")
    _add_database(serve)
    _add_listen(serve, ANYWHERE)
    serve.add_argument("--threads", type=_threads, default=8, metavar="N", help="questions at once")
    serve.add_argument("--figures", action="store_true", help="/metrics for other computers too")
    serve.add_argument("--hidden", action="store_true", help="answer no till that looks for one")
    upgrade = commands.add_parser("migrate", help="bring the database up to date, as its owner")
    _add_database(upgrade)


def _add_listen(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--listen", type=_place, default=_place(default), metavar="HOST:PORT", help=default
    )
    parser.add_argument("--plain", action="store_true", help="without TLS; this computer only")


def _add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", metavar="ADDRESS", help=f"default: {DATABASE}")
    home = os.environ.get(FOLDER) or Path.home() / ".regulars-central"
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(home),
        metavar="FOLDER",
        help=f"key and certificate; default: {FOLDER}, or a folder of this user's",
    )
    parser.add_argument(
        "--try", dest="trial", type=Path, metavar="FOLDER", help="the centre that `try` runs there"
    )


def _add_shops(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    tenants = commands.add_parser("tenant", help="shops of this centre")
    kinds = tenants.add_subparsers(dest="kind", required=True, metavar="WHAT")
    add = kinds.add_parser("add", help="a new shop")
    add.set_defaults(command="tenant add")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--currency", required=True, metavar="TWD")
    add.add_argument("--exponent", type=_exponent, default=2, help="digits after the point; TWD 0")
    add.add_argument("--zone", default="UTC", metavar="Asia/Taipei")
    add.add_argument("--day-start", type=_hour, default=0, metavar="HOUR")
    add.add_argument(
        "--region", default="", metavar="TW", help="of phone numbers without a country"
    )
    add.add_argument("--points", type=_count, default=100, help="so many points are worth ...")
    add.add_argument("--minor", type=_count, default=100, help="... so many cents")
    listed = kinds.add_parser("list", help="all shops")
    listed.set_defaults(command="tenant list")
    stores = commands.add_parser("store", help="places where a shop sells")
    store = stores.add_subparsers(dest="kind", required=True, metavar="WHAT").add_parser("add")
    store.set_defaults(command="store add")
    store.add_argument("name", metavar="NAME")
    _add_tenant(store)
    for one in (add, listed, store):
        _add_database(one)


def _add_devices(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    code = commands.add_parser("code", help="a code that lets one device in, within ten minutes")
    code.add_argument("--store", metavar="STORE")
    code.add_argument("--office", action="store_true", help="an office holds the whole shop")
    code.add_argument("--device", metavar="DEVICE", help="let in a known one that has a new key")
    code.add_argument("--founds", action="store_true", help="for a shop that ran alone until now")
    devices = commands.add_parser("devices", help="tills and offices, and how they are")
    retire = commands.add_parser("retire", help="give a lost till up: its points go to the pool")
    retire.add_argument("--yes", action="store_true", help="without being asked")
    retire.add_argument("--epoch", type=_count, metavar="N", help="default: its newest")
    revoke = commands.add_parser("revoke", help="shut a device out")
    for one in (retire, revoke):
        one.add_argument("device", metavar="DEVICE", help="its name, or how its id begins")
    day = commands.add_parser("day", help="begin today, after a long time in which nothing ended")
    reviews = commands.add_parser("review", help="what a person should look at")
    kinds = reviews.add_subparsers(dest="kind", required=True, metavar="WHAT")
    listed = kinds.add_parser("list", help="what nobody has settled")
    listed.set_defaults(command="review list")
    settled = kinds.add_parser("settle", help="note that somebody has looked at it")
    settled.set_defaults(command="review settle")
    settled.add_argument("review", metavar="REVIEW", help="how its id begins")
    settled.add_argument("--outcome", default="seen", metavar="WORDS", help="what came of it")
    verify = commands.add_parser("verify", help="prove logs, ledger, wallets and feed")
    for one in (code, devices, retire, revoke, day, listed, settled, verify):
        _add_tenant(one)
        _add_database(one)


def _add_tenant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tenant", metavar="SHOP", help="name, or how its id begins; not needed where there is one"
    )


def _place(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) <= _PORT_MAX):
        raise argparse.ArgumentTypeError(f'write 192.168.1.5:8443, not "{text}"')
    return host.removeprefix("[").removesuffix("]"), int(port)


def _count(text: str) -> int:
    return _whole(text, 1, 1_000_000)


def _threads(text: str) -> int:
    return _whole(text, 1, 200)


def _hour(text: str) -> int:
    return _whole(text, 0, 23)


def _exponent(text: str) -> int:
    return _whole(text, 0, _EXPONENT_MAX)


def _whole(text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and least <= int(text[:9]) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f'write {least} to {most}, not "{text}"')


if __name__ == "__main__":
    sys.exit(main())
