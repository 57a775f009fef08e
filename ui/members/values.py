"""What the forms of the member page hold, and where a refusal is shown. No Qt, no words."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.answers import MemberCard
from desktop.requests import ChangeRequest
from regulars.refusals import (
    AdjustTooLarge,
    BadBirthday,
    BadPhone,
    NameMissing,
    PhoneTaken,
    PointsNotPositive,
    ReasonMissing,
    Refusal,
)


class Place(StrEnum):
    """Where on the page a refusal belongs."""

    NAME = "name"
    PHONE = "phone"
    BIRTHDAY = "birthday"
    POINTS = "points"
    REASON = "reason"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class EditDraft:
    """A member's data as edited. `phone` None keeps the number, which is masked while editing."""

    name: str
    phone: str | None
    birthday: str
    language: str
    marketing: bool
    shares_phone: bool = False

    def request(self, member: MemberCard) -> ChangeRequest | None:
        """Give what is different from what is known; None where nothing is."""
        request = ChangeRequest(
            member=member.id,
            name=None if self.name == member.name else self.name,
            phone=self.phone,
            birthday=None if self.birthday == member.birthday else self.birthday,
            language=None if self.language == member.language else self.language,
            shares_phone=self.shares_phone,
        )
        changes = (request.name, request.phone, request.birthday, request.language)
        return None if all(change is None for change in changes) else request


@dataclass(frozen=True, slots=True)
class AdjustDraft:
    """Points to give (above nothing) or take (below), with the reason's code and a note."""

    points: int
    reason: str
    note: str = ""


def place_of(refusal: Refusal) -> Place:
    """Give the field a refusal is about."""
    match refusal:
        case NameMissing():
            return Place.NAME
        case BadPhone() | PhoneTaken():
            return Place.PHONE
        case BadBirthday():
            return Place.BIRTHDAY
        case PointsNotPositive() | AdjustTooLarge():
            return Place.POINTS
        case ReasonMissing():
            return Place.REASON
        case _:
            return Place.PAGE
