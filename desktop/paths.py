"""Where a shop's files are: one data folder for each shop, with fixed names inside it."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folder:
    """The data folder of one shop (or of the training shop, which has its own)."""

    root: Path

    @property
    def database(self) -> Path:
        """Give the shop's file."""
        return self.root / "shop.db"

    @property
    def lock(self) -> Path:
        """Give the file that says who has the folder open."""
        return self.root / "till.lock"

    @property
    def backups(self) -> Path:
        """Give the folder of backups made on this computer."""
        return self.root / "backups"

    @property
    def watched(self) -> Path:
        """Give the folder into which the shop's register drops sales."""
        return self.root / "sales"

    @property
    def papers(self) -> Path:
        """Give the folder where cards and slips are saved as PDF."""
        return self.root / "papers"

    @property
    def logs(self) -> Path:
        """Give the folder of the program's own log."""
        return self.root / "logs"

    @property
    def head(self) -> Path:
        """Give the file that remembers the newest operation beside the database."""
        return self.root / "head.json"

    @property
    def keys(self) -> Path:
        """Give the file of wrapped keys."""
        return self.root / "keys.json"

    @property
    def making(self) -> Path:
        """Give the folder beside this one in which a shop is made, or a backup made ready."""
        return self.root.with_name(self.root.name + ".new")

    @property
    def made(self) -> Path:
        """Give the folder beside this one whose files are whole and only need to be moved in."""
        return self.root.with_name(self.root.name + ".made")

    def is_set_up(self) -> bool:
        """Tell whether a shop was founded here, even if part of it is missing or out of reach."""
        try:
            if self.root.exists() and not self.root.is_dir():
                return True
            return self.database.exists() or self.keys.exists() or self.made.exists()
        except PermissionError:
            return True  # something is there that this user may not look into
        except (OSError, ValueError):
            return False


def default_root() -> Path:
    """Give the folder for this user's shop; REGULARS_HOME overrides it."""
    chosen = os.environ.get("REGULARS_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Regulars"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Regulars"
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "regulars"


def shop_folder(root: Path) -> Folder:
    """Give the folder of the real shop."""
    return Folder(root / "shop")


def training_folder(root: Path) -> Folder:
    """Give the folder of the training shop: its own file, its own keys."""
    return Folder(root / "training")
