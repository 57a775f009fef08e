"""Who may do what. Two roles for now: owner and cashier; unknown acts are nobody's."""

from dataclasses import dataclass

from regulars.ids import Id

OWNER, CASHIER = "owner", "cashier"
ROLES = (OWNER, CASHIER)

_CASHIER_ACTS = frozenset(
    {
        "sell",
        "redeem",
        "undo",
        "refund",
        "enrol",
        "change-member",
        "replace-card",
        "show-phone",
        "confirm-clock",
    }
)
_OWNER_ACTS = _CASHIER_ACTS | frozenset(
    {
        "adjust",
        "approve",
        "settings",
        "staff",
        "programme",
        "import",
        "backup",
        "restore",
        "unlock",
        "recovery-sheet",
        "settle",
        "tills",
        "join",
    }
)
ACTS = _OWNER_ACTS
_MAY = {OWNER: _OWNER_ACTS, CASHIER: _CASHIER_ACTS}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in at the till."""

    id: Id
    name: str
    role: str

    def may(self, act: str) -> bool:
        """Tell whether this person may do something without asking anybody."""
        return act in _MAY.get(self.role, frozenset())
