"""What is left of many wallets' points, for who only tells of them: added up by the database.

A wallet whose sums do not say it is looked at entry by entry, by the rules.
"""

from collections.abc import Callable, Mapping
from datetime import date

from central.working.asking import Asking, keys
from central.working.points import Points
from central.working.shelf import Shelf
from regulars.points.left import ADDED_UP, Left, Sum, left_of_sums

_SUMS = """
select wallet, expires_on, points < 0, bool_and(kind = any(%(kinds)s)), sum(points)::bigint,
  min(day), max(day), min(hlc), max(hlc)
from entry where tenant = %(tenant)s and wallet = any(%(wallets)s)
group by wallet, expires_on, points < 0
"""
_KINDS = [kind.value for kind in ADDED_UP]


def lefts(asking: Asking, points: Points, today: date) -> Shelf[str, Left]:
    """Give what is left of wallets, as far as sums say it; of the others the entries are asked."""

    def read(wallets: list[str]) -> Callable[[], Mapping[str, Left]]:
        rows = asking.ask(_SUMS, wallets=keys(wallets), kinds=_KINDS)

        def give() -> Mapping[str, Left]:
            found = dict.fromkeys(wallets, True)
            sums: dict[str, list[Sum]] = {wallet: [] for wallet in wallets}
            for wallet, ends, is_debit, is_plain, some, *of in rows():
                found[wallet.hex] &= is_plain
                first, last = (of[0], of[2]), (of[1], of[3])
                sums[wallet.hex].append(Sum(ends, some, is_debit, first, last))
            said = {
                wallet: left
                for wallet, is_plain in found.items()
                if is_plain and (left := left_of_sums(sums[wallet], today)) is not None
            }
            points.entries.expect(wallet for wallet in wallets if wallet not in said)
            return said

        return give

    return Shelf(read)
