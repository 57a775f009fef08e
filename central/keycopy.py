"""A copy of the centre's key and of its authority, for the day its computer is gone."""

from pathlib import Path

from central import trouble
from central.backup import kept
from central.folder import Folder
from central.keys import make_secret, refuse_exposed


def copy(folder: Folder, place: Path) -> list[Path]:
    """Copy what no backup holds; gives the files. One that is there and the same stays.

    Raises Unclear where backups are kept or where another key is, KeyMissing, FolderUnfit.
    """
    near = [place, place.parent, *place.parent.glob("*/")]
    if any(kept(one) for one in near):
        raise trouble.Unclear(f"Backups are in {place} or beside it. Keep the key away from them.")
    copied = []
    for name in (folder.key.name, "certificate/authority.pem"):
        there, here = place / name, folder.root / name
        if name != folder.key.name and not here.exists():
            continue  # a centre without TLS
        refuse_exposed(here)
        content = here.read_bytes()
        make_secret(there, content)
        if there.read_bytes() != content:
            raise trouble.Unclear(f"{there} is another centre's. Choose another folder.")
        copied.append(there)
    return copied
