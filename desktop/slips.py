"""From what a verb answered to what a slip says: the one place that fills in paper."""

from dataclasses import dataclass

from desktop.answers import AdjustDone, MemberCard, RedeemDone, RefundDone, SaleDone
from desktop.printing.values import CardFace, Language, RecoverySheet, Slip, SlipKind
from desktop.store.shop import Shop
from regulars.codes import slip_text
from regulars.people.member_number import pretty

Facts = SaleDone | RedeemDone | RefundDone | AdjustDone
_LANGUAGES: dict[str, Language] = {"en": "en", "zh_Hans": "zh_Hans", "zh_Hant": "zh_Hant"}


def language_of(code: str, fallback: str) -> Language:
    """Give the language of a paper: the member's, or the till's where it is not known."""
    return _LANGUAGES.get(code) or _LANGUAGES.get(fallback) or "en"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and by whom paper is printed."""

    shop: Shop
    staff_name: str

    def slip(self, facts: Facts, *, copy: bool = False) -> Slip:
        """Fill in the slip of one act."""
        match facts:
            case SaleDone():
                return self._sale(facts, copy=copy)
            case RedeemDone():
                return self._head(
                    "redeem",
                    facts.member,
                    facts.at_ms,
                    copy=copy,
                    used=facts.points,
                    used_pays_minor=facts.pays_minor,
                    sale_code=slip_text(facts.act),
                )
            case RefundDone():
                return self._refund(facts, copy=copy)
            case AdjustDone():
                return self._head(
                    "adjust",
                    facts.member,
                    facts.at_ms,
                    copy=copy,
                    earned=max(facts.points, 0),
                    used=max(-facts.points, 0),
                )

    def card(self, member: MemberCard, card_text: str) -> CardFace:
        """Fill in a member's card."""
        return CardFace(
            language=language_of(member.language, self.shop.setting("language", "en")),
            shop=self.shop.name,
            member_name=member.name,
            member_number=pretty(member.number),
            card_text=card_text,
            training=self.shop.training,
        )

    def recovery(self, key_text: str, at_ms: int) -> RecoverySheet:
        """Fill in the owner's recovery sheet."""
        return RecoverySheet(
            language=language_of(self.shop.setting("language", "en"), "en"),
            shop=self.shop.name,
            made_on=self.shop.calendar.day(at_ms).isoformat(),
            key_text=key_text,
            training=self.shop.training,
        )

    def _sale(self, facts: SaleDone, *, copy: bool) -> Slip:
        return self._head(
            "sale",
            facts.member,
            facts.at_ms,
            copy=copy,
            receipt=facts.receipt,
            amount_minor=facts.why.amount_minor,
            why=facts.why,
            earned=facts.why.earned,
            used=facts.spent,
            used_pays_minor=facts.pays_minor,
            sale_code=slip_text(facts.act),
            excluded_as=self._excluded_as() if facts.why.excluded_minor else "",
        )

    def _excluded_as(self) -> str:
        """Name what earns nothing, where it is one thing."""
        names = [one.name for one in self.shop.categories if not one.earns]
        return names[0] if len(names) == 1 else ""

    def _refund(self, facts: RefundDone, *, copy: bool) -> Slip:
        kinds: dict[str, SlipKind] = {"undo": "undo", "void": "void"}
        return self._head(
            kinds.get(facts.why, "refund"),
            facts.member,
            facts.at_ms,
            copy=copy,
            receipt=facts.receipt,
            amount_minor=facts.back.amount_minor,
            earned_back=facts.back.earned_back,
            spent_back=facts.back.spent_back,
            lapsed=facts.lapsed,
            cash_back_minor=facts.cash_minor,
        )

    def _head(
        self,
        kind: SlipKind,
        member: MemberCard,
        at_ms: int,
        *,
        copy: bool,
        receipt: str = "",
        **figures: object,
    ) -> Slip:
        shop = self.shop
        local = shop.calendar.local(at_ms)
        values: dict[str, object] = {
            "language": language_of(member.language, shop.setting("language", "en")),
            "kind": kind,
            "shop": shop.name,
            "store": "",
            "till": shop.till_name,
            "staff": self.staff_name,
            "printed_at": local.strftime("%Y-%m-%d %H:%M"),
            "currency": shop.currency,
            "member_name": member.name,
            "member_number": pretty(member.number),
            "receipt": receipt,
            "as_of": local.strftime("%H:%M"),
            "balance": member.balance,
            "debt": member.debt,
            "ending": member.ending,
            "training": shop.training,
            "copy": copy,
        }
        return Slip(**(values | figures))  # type: ignore[arg-type] # each name is a field of Slip
