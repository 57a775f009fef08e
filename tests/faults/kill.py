"""A till that sells until it is killed: says the name of each sale once it is saved.

`early` says it before the sale is written: the control, which must be caught lying.
"""

import sys
from pathlib import Path

from desktop.answers import SaleDone
from desktop.paths import Folder
from desktop.requests import SaleRequest
from desktop.staff import Person
from desktop.till import Till, open_till
from regulars.ids import Id
from regulars.points.earning import Line
from tests.faults.day import PIN, WORLD


def signed_in(root: Path) -> Till:
    """Open the till of a shop whose only member of staff is its owner."""
    till = open_till(Folder(root), WORLD)
    till.ready.result()
    assert isinstance(till.sign_in(till.staff().result()[0].id, PIN).result(), Person)
    return till


def main(root: Path, *, early: bool) -> None:
    """Sell to the shop's one member, one point after another."""
    till = signed_in(root)
    member = till.read(lambda store: Id(store.value("select id from member"))).result()
    print("ready", flush=True)
    while True:
        act = till.fresh_id()
        if early:
            print(act.hex(), flush=True)
        done = till.sell(SaleRequest(act, member, (Line(100),))).result()
        assert isinstance(done, SaleDone)
        if not early:
            print(act.hex(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), early=sys.argv[2:] == ["early"])
