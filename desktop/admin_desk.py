"""What every command of `regulars-admin` works with: a shop's folder, the machine, a voice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from desktop import trouble
from desktop.opening import OpenShop, World, open_shop
from desktop.paths import Folder
from desktop.secrets import Keys, open_keys
from desktop.store.database import Store, open_store
from desktop.store.migrations import refuse_newer

WELL: Final = 0
FOUND: Final = 1
TROUBLE: Final = 2
NAME: Final = "regulars-admin"


@dataclass(frozen=True, slots=True)
class Desk:
    """`say` prints a line of the answer, `tell` how far a long piece of work is."""

    folder: Folder
    world: World
    say: Callable[[str], None]
    tell: Callable[[str], None]

    def progress(self, what: str, done: int) -> bool:
        """Tell how far the work is, and go on."""
        self.tell(f"{what}: {done:,} ")
        return True

    @contextmanager
    def beside(self) -> Iterator[tuple[Store, Keys]]:
        """Read the shop's file, whether or not a till has it open; raises a Trouble."""
        if not self.folder.is_set_up():
            raise trouble.NotSetUp(str(self.folder.root))
        keys = open_keys(self.folder.root)
        store = open_store(self.folder.database, keys.database, read_only=True)
        try:
            refuse_newer(store)
            yield store, keys
        finally:
            store.close()

    @contextmanager
    def alone(self) -> Iterator[OpenShop]:
        """Open the shop to write, taking its folder; raises AlreadyOpen naming who has it."""
        if not self.folder.is_set_up():
            raise trouble.NotSetUp(str(self.folder.root))
        opened = open_shop(self.folder, self.world, NAME)
        try:
            yield opened
        finally:
            opened.close()
