"""What the register is answered: points, why, and the balance, or a sentence that says why not.

Answers are JSON for a machine, with one English sentence for a person. They name a member by
number only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from desktop.handover.message import VERSION
from regulars.canonical import Json
from regulars.ids import spell
from regulars.money import Currency
from regulars.operations.operation import Operation
from regulars.programme.programme import Programme
from regulars.refusals import Refusal

AWARDED: Final = "awarded"
REVERSED: Final = "reversed"
REFUSED: Final = "refused"
DISMISSED: Final = "dismissed"
REJECTED: Final = "rejected"

SENTENCES: Final = {
    "receipt-known": "Receipt {receipt} has earned already, on {day}, with other facts.",
    "unknown-member": "Nobody has this number. No points were given.",
    "unknown-card": "Nobody has this card. No points were given.",
    "card-revoked": "This card was replaced. No points were given.",
    "unreadable-code": "This is no card, number or phone of a member. No points were given.",
    "several-members": "Several members share this phone number. Send the card instead.",
    "not-enough-points": "There are {available} points to spend, not {asked}. Nothing was written.",
    "too-few-points": "At least {least} points are spent at once. Nothing was written.",
    "worth-nothing": "So few points pay for nothing. Nothing was written.",
    "more-than-sale": "The points would pay more than the sale allows. Nothing was written.",
    "debt-first": "The member owes {debt} points first. Nothing was written.",
    "care-needed": "Spending without the card is for the counter. Nothing was written.",
    "bad-amount": "No shop makes a sale of {typed}. Nothing was written.",
}
"""English words for every refusal a register can meet, by its code."""

_REVERSALS: Final = {
    "undo": "This sale was undone at the till. Its receipt is free for a new hand-over.",
    "void": "This sale was voided at the till. Its receipt is free for a new hand-over.",
    "refund": "This sale was given back at the till. Its receipt has been used.",
}


@dataclass(frozen=True, slots=True)
class SeveralMembers(Refusal):
    """A phone number that more than one member has does not tell who is meant."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who a sale belongs to: the member's number, and the balance after everything so far."""

    number: str
    balance: int


def money(currency: Currency, minor: int) -> str:
    """Write an amount for a machine: no sign, no commas."""
    return currency.text(minor).replace(",", "")


def sold(
    operation: Operation,
    who: Standing,
    currency: Currency,
    programme: Programme | None,
    *,
    repeated: bool,
    given_back_minor: int = 0,
) -> dict[str, Json]:
    """Answer with a sale as it stands in the log; `programme` is the version that priced it."""
    data: Mapping[str, Any] = operation.data
    spent = sum(points for _, points in data["spent"])
    why: dict[str, Json] = {
        "amount": money(currency, data["amount"]),
        "excluded": money(currency, data["excluded"]),
        "paid_with_points": money(currency, data["paid"]),
        "base": money(currency, data["base"]),
        "earned": data["earned"],
        "repaid": data["repaid"],
    }
    if programme is not None:
        why["rate"] = [programme.earn_points, money(currency, programme.earn_per_minor)]
    return {
        "v": VERSION,
        "receipt": data["receipt"],
        "status": AWARDED,
        "repeated": repeated,
        "sale": spell(operation.header.id),
        "member": who.number,
        "points": data["earned"],
        "why": why,
        "spent": spent,
        "to_pay": money(currency, data["amount"] - data["pays"]),
        "given_back": money(currency, given_back_minor),
        "balance": who.balance,
        "sentence": f"{data['earned']} points for {money(currency, data['base'])}."
        f" The balance is {who.balance}.",
    }


def reversed_sale(operation: Operation, who: Standing, why: str) -> dict[str, Json]:
    """Answer that a sale was awarded once and taken back whole; `why` is undo, void or refund."""
    return {
        "v": VERSION,
        "receipt": operation.data["receipt"],
        "status": REVERSED,
        "repeated": True,
        "how": why,
        "sale": spell(operation.header.id),
        "member": who.number,
        "points": 0,
        "balance": who.balance,
        "sentence": f"{_REVERSALS[why]} No points were given again. The balance is {who.balance}.",
    }


def refused(receipt: str, refusal: Refusal) -> dict[str, Json]:
    """Answer that the rules say no; nothing was written."""
    found = {one.name: getattr(refusal, one.name) for one in fields(refusal)}
    words = SENTENCES.get(refusal.code, "The rules do not allow this. Nothing was written.")
    return {
        "v": VERSION,
        "receipt": receipt,
        "status": REFUSED,
        "code": refusal.code,
        "sentence": words.format(**found),
    }


def dismissed(receipt: str) -> dict[str, Json]:
    """Answer that the counter put the sale aside."""
    return {
        "v": VERSION,
        "receipt": receipt,
        "status": DISMISSED,
        "sentence": "The counter put this sale aside. No points were given."
        " Send it again if it is wanted after all.",
    }


def rejected(sentence: str) -> dict[str, Json]:
    """Answer that the file is no message."""
    return {"v": VERSION, "status": REJECTED, "sentence": sentence}
