"""The commands about people: `member export`, `member erase`, `retention` and `rotate`.

What they say and do is in `people_desk`.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from central import people_desk
from central.desk import Desk

COMMANDS: Mapping[str, Callable[[Desk, argparse.Namespace], int]] = {
    "member export": lambda desk, said: people_desk.export_member(
        desk, said.tenant, said.who, said.to
    ),
    "member erase": lambda desk, said: people_desk.erase_member(
        desk, said.tenant, said.who, is_sure=said.yes
    ),
    "member erased": lambda desk, said: people_desk.list_erased(desk, said.tenant),
    "retention": lambda desk, said: people_desk.retention(desk, said.tenant, is_sure=said.yes),
    "rotate": lambda desk, said: people_desk.rotate(desk, said.tenant),
}
"""What each command does with the open desk."""


def add_people(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> list[argparse.ArgumentParser]:
    """Add the commands; gives them, for whoever adds what all commands have."""
    members = commands.add_parser("member", help="what there is of one person, and erasing it")
    kinds = members.add_subparsers(dest="kind", required=True, metavar="WHAT")
    export = kinds.add_parser("export", help="all there is of somebody, as a file to read")
    export.add_argument("--to", type=Path, required=True, metavar="FILE")
    erase = kinds.add_parser("erase", help="erase somebody here and at every till, for ever")
    erased = kinds.add_parser("erased", help="who was erased, and which devices have done so")
    away = commands.add_parser("retention", help="who has been away for so long as to be erased")
    rotate = commands.add_parser("rotate", help="seal personal data under a new key")
    for one in (export, erase):
        one.add_argument("who", metavar="WHO", help="member number, phone number, or an id")
    for one in (erase, away):
        one.add_argument("--yes", action="store_true", help="do it; otherwise it is only said")
    for one, name in ((export, "export"), (erase, "erase"), (erased, "erased")):
        one.set_defaults(command=f"member {name}")
    return [export, erase, erased, away, rotate]
