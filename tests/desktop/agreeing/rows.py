"""Every row of a file with ids for the numbers a file gives its members and wallets."""

from desktop.store.database import Store
from tests.desktop.ledger.conftest import tables

_BY_KEY = {"entry": 0, "allocation": 0, "wallet": 0, "member": 0, "card": 1, "consent": 0}
_OF_WALLETS = ("entry", "allocation", "wallet")


def rows_of(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Read all rows; what two files say alike is alike here."""
    members = dict(store.rows("select key, id from member"))
    wallets = dict(store.rows("select key, id from wallet"))
    words = dict(store.rows("select rowid, words from member_words"))
    found = tables(store)
    for name, column in _BY_KEY.items():
        names = wallets if name in _OF_WALLETS else members
        found[name] = sorted(
            ((*row[:column], names[row[column]], *row[column + 1 :]) for row in found[name]),
            key=repr,
        )
    found["wallet"] = sorted(
        ((*row[:2], members[row[2]], *row[3:]) for row in found["wallet"]), key=repr
    )
    found["member_words"] = sorted((members[key], text) for key, text in words.items())
    found["staff"] = sorted((row[1:] for row in found["staff"]), key=repr)
    return found
