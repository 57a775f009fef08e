"""PouchDB beside us: pushed to, pulled from and listened to in the same run, where it can be had.

It is installed into a scratch folder by npm. What it does is less (no rules, no signatures, no
encryption, no sync of the disk for each write); the figures say what syncing documents costs.
"""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("pouchdb@9", "express-pouchdb@4", "express@4")
_SCRIPT = Path(__file__).with_name("pouch.js")
_INSTALL_S, _RUN_S = 180, 180


@dataclass(frozen=True, slots=True)
class Peer:
    """What PouchDB did; `why` says why there is nothing."""

    push: float = 0.0
    pull: float = 0.0
    live_ms: tuple[float, ...] = ()
    why: str = ""


def pouch(kept: Path, documents: int) -> Peer:
    """Install PouchDB where it is not yet, and let it do the work."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return Peer(why="there is no npm here")
    try:
        if not (kept / "node_modules" / "pouchdb").exists():
            _install(npm, kept)
        with tempfile.TemporaryDirectory(dir=kept) as folder:
            done = subprocess.run(  # noqa: S603 - a script of ours
                [node, str(_SCRIPT), folder, str(documents)],
                capture_output=True,
                text=True,
                check=True,
                timeout=_RUN_S,
            )
    except (subprocess.SubprocessError, OSError) as error:
        return Peer(why=f"{type(error).__name__}: it could not be installed or did not run")
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return Peer(said["push"], said["pull"], tuple(said["live"]))


def _install(npm: str, kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    words = ["install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts", *PACKAGES]
    subprocess.run(  # noqa: S603 - npm, with words of our own
        [npm, *words], cwd=kept, capture_output=True, check=True, timeout=_INSTALL_S
    )
