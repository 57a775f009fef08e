"""What the result line says of what happened at the counter, and what it offers next."""

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QObject

from desktop.answers import RedeemDone, SaleDone
from desktop.store.shop import Shop
from desktop.trouble import Trouble
from regulars.refusals import (
    CareNeeded,
    ReceiptKnown,
    RefundNotHeld,
    Refusal,
    UnknownCard,
    UnknownMember,
    UnreadableCode,
)
from ui import actions, text
from ui.counter.draft import Step
from ui.counter.outcome import (
    AskingRights,
    BroughtBack,
    Handed,
    Missing,
    Outcome,
    PutAside,
    Replaced,
    SaleFirst,
    SeveralWait,
    Short,
    Undone,
)
from ui.counter.reach_words import short_sentence
from ui.widgets.result_line import Tone

_WARNINGS = (CareNeeded, UnknownCard, UnknownMember, UnreadableCode)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, its meaning, and at most one command it offers (a caption and its id)."""

    tone: Tone
    words: str
    offer: str = ""
    command: actions.Id | None = None


class CounterWords(QObject):
    """Finds the words; decides nothing."""

    def of(self, outcome: Outcome, shop: Shop) -> Said:
        """Word an outcome."""
        match outcome:
            case SaleDone() | RedeemDone() | Undone():
                return self._done(outcome, shop)
            case Missing(step=step):
                return Said(Tone.WARN, self._missing(step))
            case Replaced(before=before, now=now):
                #: {now} and {before} are people
                words = self.tr("This sale is now for {now}, no longer for {before}.")
                return Said(Tone.WARN, words.format(now=now, before=before))
            case Handed(amount_minor=amount):
                #: {amount} is money
                words = self.tr("{amount} from the register. Scan the card.")
                return Said(Tone.NEUTRAL, words.format(amount=text.money(amount, shop.currency)))
            case SeveralWait() | SaleFirst() | PutAside() | BroughtBack():
                return self._register(outcome)
            case AskingRights() | Short():
                return self._rights(outcome)
            case Trouble():
                return Said(Tone.BAD, text.trouble(outcome))
            case Refusal():
                return self._refused(outcome, shop)
        assert_never(outcome)

    def _done(self, done: SaleDone | RedeemDone | Undone, shop: Shop) -> Said:
        match done:
            case SaleDone():
                return self._sold(done)
            case RedeemDone():
                return self._redeemed(done, shop)
            case Undone():
                return self._undone(done)
        assert_never(done)

    def _sold(self, done: SaleDone) -> Said:
        balance = text.number(done.member.balance)
        if done.spent:
            #: {spent} and {earned} are "400 points", {name} a person, {balance} a number
            words = self.tr("{spent} redeemed, {earned} earned for {name}, {balance} now")
        else:
            #: {earned} is "192 points", {name} a person, {balance} a number: "192 points for Ada"
            words = self.tr("{earned} for {name}, {balance} now")
        return self._with_undo(
            words.format(
                spent=text.points(done.spent),
                earned=text.points(done.why.earned),
                name=done.member.name,
                balance=balance,
            )
        )

    def _redeemed(self, done: RedeemDone, shop: Shop) -> Said:
        #: {points} is "300 points", {worth} money, {name} a person, {balance} a number
        words = self.tr("{points} ({worth}) redeemed for {name}, {balance} now")
        return self._with_undo(
            words.format(
                points=text.points(done.points),
                worth=text.money(done.pays_minor, shop.currency),
                name=done.member.name,
                balance=text.number(done.member.balance),
            )
        )

    def _undone(self, outcome: Undone) -> Said:
        member = outcome.done.member
        if outcome.is_restored:
            #: {name} is a person, {balance} a number of points
            words = self.tr("Undone: {name} has {balance} again. Correct it, or press Esc.")
        else:
            #: {name} is a person, {balance} a number of points
            words = self.tr("Undone: {name} has {balance} again.")
        balance = text.number(member.balance)
        return Said(Tone.GOOD, words.format(name=member.name, balance=balance))

    def _register(self, outcome: SeveralWait | SaleFirst | PutAside | BroughtBack) -> Said:
        match outcome:
            case SeveralWait(count=count):
                words = self.tr("%n sale(s) from the register wait. Choose one.", "", count)
                return Said(Tone.NEUTRAL, words, self.tr("Choose"), actions.Id.WAITING)
            case SaleFirst():
                words = self.tr("Finish the sale on the screen first, or empty its fields.")
                return Said(Tone.WARN, words)
            case PutAside(receipt=receipt):
                #: {receipt} is a receipt number
                words = self.tr(
                    "Receipt {receipt} is put aside, without points. If it is wanted later, send"
                    " it again from the register."
                )
                words = words.format(receipt=receipt)
                return Said(Tone.NEUTRAL, words, self.tr("Bring back"), actions.Id.UNDO)
            case BroughtBack(receipt=receipt):
                #: {receipt} is a receipt number
                words = self.tr("Receipt {receipt} waits again.")
                return Said(Tone.NEUTRAL, words.format(receipt=receipt))
        assert_never(outcome)

    def _rights(self, outcome: AskingRights | Short) -> Said:
        if isinstance(outcome, AskingRights):
            #: {points} is "300 points"
            words = self.tr("Asking the centre for {points} more. Go on if you like; Esc stops it.")
            return Said(Tone.NEUTRAL, words.format(points=text.points(outcome.points)))
        words = short_sentence(outcome.reach, outcome.end)
        if not outcome.take:
            return Said(Tone.WARN, words)
        #: {points} is a number of points
        offer = self.tr("Redeem {points}").format(points=text.number(outcome.take))
        return Said(Tone.WARN, words, offer, actions.Id.REDEEM_MAX)

    def _missing(self, step: Step) -> str:
        match step:
            case Step.MEMBER:
                return self.tr("Scan the member's card, or find the member.")
            case Step.RECEIPT:
                return self.tr("Type the receipt number, then press Enter again.")
            case _:
                return self.tr("Type the amount of the sale.")

    def _refused(self, refusal: Refusal, shop: Shop) -> Said:
        words = text.refusal(refusal, shop.currency)
        tone = Tone.WARN if isinstance(refusal, _WARNINGS) else Tone.BAD
        if isinstance(refusal, ReceiptKnown | RefundNotHeld):
            return Said(tone, words, self.tr("Open that sale"), actions.Id.REFUND)
        if isinstance(refusal, UnknownCard):
            return Said(tone, words, actions.words(actions.Id.ENROL), actions.Id.ENROL)
        return Said(tone, words)

    def _with_undo(self, words: str) -> Said:
        return Said(Tone.GOOD, words, self.tr("Undo"), actions.Id.UNDO)
