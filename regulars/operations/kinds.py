"""The kinds of operation there are, and what the data of each must hold.

A kind's data never changes meaning: a change of meaning is a new version or a new kind. Fields in
`private` are personal: they stand beside the chain and can be erased. A test fails for a kind
without golden bytes, a rule to rebuild from it, and a rule to erase from it.

Ids are spelled as 32 hexadecimal digits, days as ISO dates, "" means none. Amounts are minor
units, points whole. `spent` and `restored` are lists of [wallet, points].

Of the kinds by which tills agree:
- `rights.return` hands rights to spend back to the pool: points of a wallet stay, this till may no
  longer spend them. `why` is "recalled", "ending" or "leaving".
- `day.close` closes the business day `on` and hands the refunds of its sales, and of every earlier
  one of this till, to the authority. `number` counts without gaps, `head` is the hash of the
  operation before it, `signature` the device's over that head; `totals` names whole numbers.
- `refund.release` hands over the refunds of the one sale `of`.
- `refund.request` asks whoever holds the right to refund the sale `of`; it moves nothing itself.
  `known` is what the till knew to have gone back of each line, [] for nothing: where more has, it
  is refused. Without it (older programs) it is carried out as far as anything is left.
- `merge` says that `other` is the same person as `member`: their wallets are grouped and stay
  two; `unmerge` takes back the merge `of`.
- `erase` ends what is known of a person; the points stay under the id.
- `review.settled` says what `by` chose where a `review` wanted a person; the first one counts.
- `pin.set` says that `by` gave `staff` a PIN. The verifier itself is in no log: `mark` is a hash by
  which the centre knows it (`regulars/agreement/pins.py`).
- `authority.handed_over` names the centre that decides from here on, and its Ed25519 key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from regulars.canonical import Json

_T, _I, _L, _B, _D = str, int, list, bool, dict


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of operation: the fields its data has, those it may have, and its personal part's."""

    name: str
    fields: Mapping[str, type]
    private: tuple[str, ...] = ()
    moves_points: bool = False
    optional: Mapping[str, type] = field(default_factory=dict)


_PAIR = {"member": _T, "wallet": _T, "other": _T, "other_wallet": _T}
_ALL = (
    Kind(
        "shop.opened",
        {
            "currency": _T,
            "exponent": _I,
            "sign": _T,
            "zone": _T,
            "day_start": _I,
            "training": _B,
            "key": _T,
            "region": _T,
            "follows": _T,
        },
        private=("alias_key",),
    ),
    Kind("store", {"store": _T, "name": _T}),
    Kind("till", {"till": _T, "name": _T}),
    Kind("setting", {"key": _T, "value": _T}),
    Kind("staff", {"staff": _T, "role": _T, "active": _B}, private=("name",)),
    Kind("programme", {"document": _D}),
    Kind("category", {"categories": _L, "items": _L}),
    Kind(
        "member.enrolled",
        {"member": _T, "wallet": _T, "number": _T, "language": _T, "source": _T},
        private=("name", "phone", "birthday"),
    ),
    Kind("member.changed", {"member": _T}, private=("name", "phone", "birthday", "language")),
    Kind("card.issued", {"member": _T, "card": _T, "form": _T}),
    Kind("card.revoked", {"member": _T, "card": _T, "why": _T}),
    Kind(
        "consent.given",
        {"member": _T, "purpose": _T, "text": _T, "given": _B, "channel": _T},
    ),
    Kind(
        "sale",
        {
            "member": _T,
            "wallet": _T,
            "on": _T,
            "receipt": _T,
            "receipt_key": _T,
            "amount": _I,
            "lines": _L,
            "excluded": _I,
            "paid": _I,
            "base": _I,
            "earned": _I,
            "repaid": _I,
            "expires": _T,
            "spent": _L,
            "pays": _I,
            "how": _T,
            "source": _T,
            "approver": _T,
        },
        moves_points=True,
    ),
    Kind(
        "redeem",
        {"member": _T, "on": _T, "spent": _L, "pays": _I, "what": _T, "how": _T, "approver": _T},
        moves_points=True,
    ),
    Kind(
        "reverse",
        {
            "of": _T,
            "member": _T,
            "wallet": _T,
            "on": _T,
            "why": _T,
            "lines": _L,
            "amount": _I,
            "earned_back": _I,
            "taken": _I,
            "debt": _I,
            "lapsed": _I,
            "restored": _L,
            "repaid": _I,
            "paid_back": _I,
            "whole": _B,
        },
        moves_points=True,
    ),
    Kind(
        "adjust",
        {
            "member": _T,
            "wallet": _T,
            "on": _T,
            "points": _I,
            "repaid": _I,
            "expires": _T,
            "reason": _T,
            "approver": _T,
        },
        private=("note",),
        moves_points=True,
    ),
    Kind("expire", {"on": _T, "rows": _L}, moves_points=True),
    Kind("clock.confirmed", {"from": _T, "to": _T}),
    Kind("import", {"fingerprint": _T, "what": _T, "rows": _I, "members": _I, "amount": _I}),
    Kind("seen.phone", {"member": _T}),
    # What tills that share a programme need to agree:
    Kind("rights.return", {"wallet": _T, "points": _I, "why": _T}),
    Kind("day.close", {"number": _I, "on": _T, "head": _T, "signature": _T, "totals": _D}),
    Kind("refund.release", {"of": _T, "on": _T, "why": _T}),
    Kind(
        "refund.request",
        {
            "of": _T,
            "member": _T,
            "on": _T,
            "why": _T,
            "lines": _L,
            "amount": _I,
            "whole": _B,
            "approver": _T,
        },
        optional={"known": _L},
    ),
    Kind("merge", _PAIR | {"why": _T, "approver": _T}),
    Kind("unmerge", {"of": _T} | _PAIR | {"why": _T, "approver": _T}),
    Kind("erase", {"member": _T, "why": _T, "approver": _T}),
    Kind("authority.handed_over", {"centre": _T, "key": _T}),
    Kind("review.settled", {"review": _T, "choice": _T, "by": _T}),
    Kind("pin.set", {"staff": _T, "mark": _T, "by": _T}),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}


class WrongDataError(ValueError):
    """The data of an operation is not what its kind asks for: a fault in a program."""


def check_data(kind: str, data: Mapping[str, Json], private: Mapping[str, str]) -> None:
    """Make sure data has the fields of its kind and no strange one; raises WrongDataError."""
    known = KINDS.get(kind)
    if known is None:
        message = f"there is no kind {kind!r}"
        raise WrongDataError(message)
    there = {name: wanted for name, wanted in known.optional.items() if name in data}
    fields = {**known.fields, **there}
    if data.keys() != fields.keys():
        message = f"{kind}: fields differ: {sorted(data.keys() ^ fields.keys())}"
        raise WrongDataError(message)
    for name, wanted in fields.items():
        if type(data[name]) is not wanted:
            message = f"{kind}: {name} is {type(data[name]).__name__}, not {wanted.__name__}"
            raise WrongDataError(message)
    strangers = private.keys() - set(known.private)
    if strangers:
        message = f"{kind}: {sorted(strangers)} is not personal data of this kind"
        raise WrongDataError(message)
