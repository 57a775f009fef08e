"""The disk of the centre's database fills up and is freed: nothing is lost, and tills go on."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.processes.centre import ROOT, home

FULL_DISKS = os.environ.get("REGULARS_FULL_DISKS", "1")
MOUNTED = 'mount -t tmpfs -o size=192m none "$0" || exit 77; exec "$@"'


@pytest.mark.nightly
def test_a_full_disk_at_the_centre_loses_nothing(told: Callable[[str], None]) -> None:
    """In a disk of its own, which needs the right to mount one."""
    with home() as folder:
        place = folder / "db"
        place.mkdir()
        run = [sys.executable, "-m", "tests.processes.full_disk", str(folder), FULL_DISKS]
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", MOUNTED, str(place), *run],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 77 or "unshare" in done.stderr:
            pytest.skip("this system lets nobody mount a small disk")
        assert done.returncode == 0, done.stderr
        told(done.stdout.strip())
