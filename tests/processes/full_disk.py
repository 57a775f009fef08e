"""A centre whose database lies on a small disk, which is filled and freed."""

import shutil
import sys
from pathlib import Path

from central.trouble import DatabaseGone
from tests.processes.town import Town, town
from tests.processes.witness import POINT_MINOR, Act

AT_ONCE = 100
ROUNDS_MAX = 400


def fill(place: Path) -> Path:
    """Leave no room."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        while shutil.disk_usage(place).free > 0:
            file.write(b"x" * 4_096)
    return filler


def work(shop: Town, number: int) -> bool:
    """Let the till do many acts; tells whether the centre has them after a while."""
    [till] = shop.tills
    members = [one["member"] for one in shop.members]
    said = till.ask("batch", count=AT_ONCE, seed=number, step_ms=0, members=members)
    for act, kind, member, size, answer in said["acts"]:
        points = size // POINT_MINOR if kind == "sale" else -size
        shop.heard(answer, Act(act, kind, till.name, member, points))
    return not till.ask("rest", place=0, seconds=5)["waiting"]


def full(shop: Town, number: int) -> int:
    """Fill the disk, work until the centre takes no more, free it; gives how much waited."""
    place = shop.folder / "db"
    filler = fill(place)
    for turn in range(ROUNDS_MAX):
        if not work(shop, 1_000 * number + turn):
            break
    waiting = shop.tills[0].ask("state")["waiting"]
    assert waiting, "there was room all the time"
    assert isinstance(waiting, int)
    filler.unlink()
    try:
        shop.stores[0].rows("select 1")
    except DatabaseGone:  # it could not write its log and has ended itself
        shop.stores[0].start()
    shop.rest()
    assert shop.judge() == []
    return waiting


def main() -> None:
    """Fill the disk so many times as the second argument says."""
    folder, times = Path(sys.argv[1]), int(sys.argv[2])
    with town(folder=folder) as shop:
        shop.settle(tills=1, members=3)
        waited = [full(shop, number) for number in range(times)]
        acts = len(shop.witness.acts)
        print(f"{times} full disks, {waited} operations waited, {acts} acts, 0 lost, 0 doubled")


if __name__ == "__main__":
    main()
