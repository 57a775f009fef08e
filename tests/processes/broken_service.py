"""A centre with a bug put in on purpose: it says that operations have arrived and saves nothing."""

import sys
from copy import copy
from typing import Any

from central.admin import main
from central.agreement import Agreement
from central.database import Database


class _NothingIsSavedError(Exception):
    """What was done is undone."""


class ForgetfulDatabase(Database):
    """Does a piece of work and undoes it."""

    def __init__(self, real: Database) -> None:
        """Use the connections of another."""
        self._pool = real._pool

    def write(self, identity: Any, work: Any, *, is_piped: bool = False) -> Any:
        """Give the answer of work that is not saved."""
        found: list[Any] = []

        def spoiled(connection: Any) -> None:
            found.append(work(connection))
            raise _NothingIsSavedError

        try:
            super().write(identity, spoiled, is_piped=is_piped)
        except _NothingIsSavedError:
            return found[-1]


_push = Agreement.push


def _forgetful_push(self: Agreement, *said: Any) -> Any:
    forgetful = copy(self)
    forgetful._database = ForgetfulDatabase(self._database)
    return _push(forgetful, *said)


if __name__ == "__main__":
    Agreement.push = _forgetful_push  # type: ignore[method-assign, assignment]
    sys.exit(main())
