"""What the counter decides: who is served, what is sold, and what Enter does. No Qt, no words.

A sale is named when it is first asked for and keeps its name through questions and troubles, so
that asking again never sells twice. Editing it makes it another sale.
"""

from dataclasses import replace

from desktop.answers import MemberCard, RedeemDone, RefundDone, SaleDone
from desktop.changes import Changed
from desktop.requests import BY_CARD, BY_SEARCH, Proof
from desktop.trouble import Trouble
from regulars import refusals as no
from regulars.ids import Id
from regulars.refusals import Refusal
from sync.wishes import WishEnd
from ui.counter.care import SecondQuestion
from ui.counter.draft import ACTS, Choice, Draft, Preview, Step, price, what_is_here
from ui.counter.finding import Finding
from ui.counter.last_act import LastAct
from ui.counter.outcome import AskingRights, Missing, Outcome, Replaced, Short, Undone
from ui.counter.ports import CounterTill, CounterView, HandedSale
from ui.counter.posting import Posting, posting_of, redeem_request, sale_request
from ui.counter.rights import Rights, WantRights
from ui.counter.waiting import Place, Waiting, asked_choice, handed_draft
from ui.doing import WhenDone


class CounterPresenter:
    """The counter without a screen. Lives on the GUI thread; waits for nothing."""

    def __init__(
        self,
        till: CounterTill,
        view: CounterView,
        when_done: WhenDone,
        want_rights: WantRights | None = None,
    ) -> None:
        self._till, self._view, self._when_done = till, view, when_done
        self.finding = Finding(till, view, when_done, self.serve, self.say)
        self.waiting = Waiting(view, self)
        self.question = SecondQuestion(view, self._post_again)
        self.last = LastAct(till, view, when_done)
        self._rights = Rights(till, when_done, want_rights, self.say)
        self._member: MemberCard | None = None  # who is served now
        self._shown: MemberCard | None = None  # who is on the screen: also the one served last
        self._card_of: Id | None = None  # whose card was scanned in this visit
        self._draft = Draft()
        self._preview = Preview(Step.MEMBER)
        self._handed: HandedSale | None = None
        self._act: Id | None = None  # the name of the sale being typed, once it was asked for
        self._is_writing = False
        self._known_sale: Id | None = None  # what a refusal was about
        self._short: Short | None = None  # what can be taken instead of what was asked for

    def start(self) -> None:
        """Show an empty counter."""
        self._view.show_member(None, served=False)
        self._view.show_draft(self._draft)
        self._view.allow(undo=False, slip=False)
        self._price()
        self.refresh_today()

    @property
    def shown(self) -> MemberCard | None:
        """Give who is on the screen."""
        return self._shown

    # Who is there ----------------------------------------------------------------------------

    def serve(self, member: MemberCard) -> None:
        """Serve a member; a sale that is being typed stays, and it is said whose it is now."""
        before = self._member
        self.finding.forget()
        if before is None or before.id != member.id:
            self._choose(*self._asked_choice())
        self._member = self._shown = member
        self._card_of = member.id if member.how == BY_CARD else None
        self._edited()
        self._view.show_member(member, served=False)
        if before is not None and before.id != member.id and not self._draft.is_empty():
            self.say(Replaced(before.name, member.name))
        self._price()
        self._view.lead_to("amount")

    def set_aside(self) -> None:
        """Serve nobody; what was typed of a sale stays."""
        self._member = self._shown = self._card_of = None
        self._choose(*self._asked_choice())
        self._edited()
        self._view.show_member(None, served=False)
        self._price()
        self.refresh_today()
        self._view.lead_to("scan")

    def step_away(self) -> None:
        """Nobody stands here now: a card that was scanned must be scanned again to count."""
        self._card_of = None
        if self._shown is not None:
            self._shown = self._as_seen(self._shown, self._shown.how)
        if self._member is not None:
            self._member = self._shown
        self._forget_rights()

    def refuse(self, refusal: Refusal) -> None:
        """Say why a scan led to nobody."""
        self.say(refusal)

    # The sale ----------------------------------------------------------------------------------

    def typed(
        self, *, amount: str, parts: tuple[tuple[str, str], ...], receipt: str, chosen: str
    ) -> None:
        """Take the fields of the sale as they are now."""
        draft = replace(self._draft, amount=amount, parts=parts, receipt=receipt, chosen=chosen)
        if (amount, parts) != (self._draft.amount, self._draft.parts):
            draft = replace(draft, handed=())
        if draft != self._draft:
            self._draft = draft
            self._edited()
            self._price()

    def choose(self, choice: Choice) -> None:
        """Spend no points, all that fits, or so many (the field is ready to be typed into)."""
        other_unit = {self._draft.choice, choice} == {Choice.POINTS, Choice.MONEY}
        self._choose(choice, "" if other_unit else self._draft.chosen)
        self._edited()
        self._price()
        self._view.lead_to("chosen" if choice in {Choice.POINTS, Choice.MONEY} else "amount")

    def toggle_all(self) -> None:
        """Spend all that fits, or after all none; where less is here, that."""
        if self._short is not None and self._short.take:
            self._choose(Choice.POINTS, str(self._short.take))
            self._edited()
            self._price()
            self._view.lead_to("amount")
            return
        is_all = self._draft.choice is Choice.ALL
        self.choose(Choice.NONE if is_all else Choice.ALL)

    def toggle_unit(self) -> None:
        """Name the points to spend by their number, then by what they pay."""
        is_points = self._draft.choice is Choice.POINTS
        self.choose(Choice.MONEY if is_points else Choice.POINTS)

    # The register's sales --------------------------------------------------------------------

    def place(self) -> Place:
        """Tell what stands on the counter."""
        handed = self._handed if self._draft.handed else None
        return Place(
            is_free=self._draft.is_empty(),
            taken="" if handed is None else handed.key,
            is_busy=self._is_writing,
            is_locked=self._till.person is None,
            may_say=self._shown is None or self._member is not None,
        )

    def fill(self, sale: HandedSale | None) -> None:
        """Put a waiting sale on the counter, or take it off."""
        shop = self._till.shop
        draft = Draft() if sale is None else handed_draft(self._draft, sale, shop.currency)
        self._set_draft(draft, sale)

    def _set_draft(self, draft: Draft, handed: HandedSale | None) -> None:
        self._draft, self._handed = draft, handed
        self._edited()
        self._view.show_draft(self._draft)
        self._price()

    def _asked_choice(self) -> tuple[Choice, str]:
        return asked_choice(self._handed if self._draft.handed else None)

    def enter(self) -> None:
        """Do what the button says."""
        if self._is_writing or self._rights.is_asking:
            return
        if self._preview.step not in ACTS:
            self._say_missing()
        else:
            self._post(Proof())

    def put_question_away(self) -> bool:
        """Leave the question, or what is asked of the centre; tells whether there was one."""
        return self._forget_rights() or self.question.put_away()

    def _say_missing(self) -> None:
        step = self._preview.step
        if self._preview.refusal is not None:
            self.say(self._preview.refusal)
        elif step is not Step.MEMBER or not self._draft.is_empty():
            self.say(Missing(step))
        fields = {Step.MEMBER: "scan", Step.RECEIPT: "receipt", Step.REFUSED: "chosen"}
        self._view.lead_to(fields.get(step, "amount"))

    def _post(self, proof: Proof) -> None:
        assert self._member is not None, "a sale has a member"
        if self._act is None:
            self._act = self._till.fresh_id()
        posting = posting_of(self._act, self._member, self._draft, self._preview, self._handed)
        points = posting.preview.offer.points
        lack = points - posting.member.spendable
        if lack > 0 and self._rights.would_help(posting.member):
            self.say(AskingRights(lack))
            self._rights.ask(
                posting.member, points, lambda now, end: self._rights_came(posting, proof, now, end)
            )
        else:
            self._write(posting, proof)

    def _rights_came(self, asked: Posting, proof: Proof, now: MemberCard, end: WishEnd) -> None:
        """Spend what came, if it is enough for what was on the screen when Enter was pressed."""
        self._show_anew(now)
        is_enough = asked.preview.offer.points <= now.spendable
        if is_enough and self._preview.does_as(asked.preview):
            self._write(replace(asked, member=self._member or now), proof)
        else:
            self._say_short(now, end)

    def _say_short(self, now: MemberCard, end: WishEnd | None = None) -> None:
        """Say what can be spent here now and why no more, with figures that are already shown."""
        assert now.reach is not None, "a lone till spends all there is"
        take = what_is_here(self._till.shop, now, self._preview.amount_minor)
        self.say(Short(now.reach, take.points, end))

    def _write(self, posting: Posting, proof: Proof) -> None:
        self._is_writing = True
        if posting.preview.step is Step.SPEND:
            spent = self._till.redeem(redeem_request(posting, proof))
            self._when_done(spent, lambda done: self._posted(posting, done), self._not_written)
        else:
            sold = self._till.sell(sale_request(posting, proof))
            self._when_done(sold, lambda done: self._posted(posting, done), self._not_written)

    def _posted(self, posting: Posting, done: SaleDone | RedeemDone | Refusal) -> None:
        self._is_writing = False
        if isinstance(done, Refusal):
            self._refused(posting, done)
            return
        self.waiting.awarded(posting.handed)
        self._clear_after(posting, done.member)
        self.last.keep(posting, done)
        self.allow()
        self.say(done)
        self._view.lead_to("scan")
        if self._till.shop.setting("print_slips", "no") == "yes":
            self._view.print_slip(done)

    def _clear_after(self, posting: Posting, member: MemberCard) -> None:
        """Clear what was sold, and nothing that was typed or scanned while it was written."""
        self._edited()
        if self._draft == posting.draft:
            self._draft, self._handed = Draft(), None
            self._view.show_draft(self._draft)
        if self._member is not None and self._member.id == posting.member.id:
            self._member, self._shown = None, self._as_seen(member, posting.member.how)
            self._view.show_member(self._shown, served=True)
        self._price()
        self.waiting.look(quietly=True)

    def _refused(self, posting: Posting, refusal: Refusal) -> None:
        is_current = self._act == posting.act
        self.say(refusal)
        match refusal:
            case no.CareNeeded() | no.WrongMonth() if is_current:
                self.question.ask(refusal, posting)
            case no.NotEnoughHere() if is_current:
                self._rights.read(posting.member, self._not_here)
            case _:
                pass

    def _post_again(self, posting: Posting, proof: Proof) -> None:
        """Ask again with an answer, unless the sale has become another."""
        if self._act == posting.act and not self._is_writing:
            self._post(proof)

    def _not_here(self, now: MemberCard) -> None:
        self._show_anew(now)
        self._say_short(now)

    # After the sale ------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last act back; it stays possible until the next act."""
        if not (self._is_writing or self.waiting.bring_back()):
            self._is_writing = True
            self.last.give_back(self._undone, self._not_undone, self._not_written)

    def _not_undone(self, refusal: Refusal) -> None:
        self._is_writing = False
        self.allow()
        self.say(refusal)

    def _undone(self, last: Posting, done: RefundDone) -> None:
        self._is_writing = False
        self.allow()
        is_restored = self._draft.is_empty() and self._member is None
        if is_restored:
            self._member = self._shown = self._as_seen(done.member, last.member.how)
            self._view.show_member(self._member, served=False)
            self._set_draft(last.draft, last.handed)
            self._view.lead_to("amount")
        self.waiting.undone(last.handed)
        self.say(Undone(done, is_restored))

    def refund(self) -> None:
        """Go to the refund page; after a refused receipt, to the sale it has earned with."""
        self._view.open_refund(self._known_sale)

    # Staying right -------------------------------------------------------------------------------

    def changed(self, note: Changed) -> None:
        """Read again what a note says has changed and is on the screen."""
        shown = self._shown
        if note.shop:
            self._price()
        if shown is not None and not self._is_writing and _is_about(note, shown):
            reading = self._till.member(shown.id, shown.how)
            self._when_done(reading, self._read_again, self.say)
        if note.handed:
            self.waiting.look()
        self.refresh_today()

    def refresh_today(self) -> None:
        """Read the day's numbers where they are on the screen."""
        if self._shown is None:
            self._when_done(self._till.today(), self._view.show_today, self.say)

    def _read_again(self, member: MemberCard | None) -> None:
        shown = self._shown
        if member is None or shown is None or shown.id != member.id or self._is_writing:
            return
        if member.as_of_ms < shown.as_of_ms:
            return
        self._show_anew(member)

    def _show_anew(self, member: MemberCard) -> None:
        """Show new figures of who is on the screen; nothing else moves, the keys least of all."""
        shown = self._shown
        assert shown is not None, "somebody is on the screen"
        is_served = self._member is None
        self._shown = self._as_seen(member, shown.how)
        if is_served:
            self._shown = replace(self._shown, as_of_ms=shown.as_of_ms)  # it was served then
        else:
            self._member = self._shown
        self._view.show_member(self._shown, served=is_served)
        self._price()

    # Small parts ---------------------------------------------------------------------------------

    def _as_seen(self, member: MemberCard, how: str) -> MemberCard:
        """Give a member read again as found before; a card counts in the visit of its scan only."""
        is_over = how == BY_CARD and self._card_of != member.id
        return replace(member, how=BY_SEARCH if is_over else how)

    def allow(self) -> None:
        """Say whether there is something to undo and something to print."""
        self.last.allow(has_aside=self.waiting.has_aside)

    def _choose(self, choice: Choice, chosen: str) -> None:
        if (choice, chosen) != (self._draft.choice, self._draft.chosen):
            self._draft = replace(self._draft, choice=choice, chosen=chosen)
            self._view.show_draft(self._draft)

    def _edited(self) -> None:
        """Make it another sale: its name and its question are of the one before."""
        self._act = None
        self._forget_rights()
        self.question.forget()

    def _forget_rights(self) -> bool:
        """Wait for no answer of the centre any more; tells whether somebody did."""
        was_asking, was_short, self._short = self._rights.drop(), self._short, None
        if was_asking or was_short is not None:
            self._view.hush()
        return was_asking

    def _price(self) -> None:
        self._preview = price(self._till.shop, self._member, self._draft)
        self._view.show_preview(self._preview)

    def say(self, outcome: Outcome) -> None:
        """Say what happened."""
        match outcome:
            case no.ReceiptKnown(sale=sale) | no.RefundNotHeld(sale=sale):
                self._known_sale = Id(sale)
            case _:
                self._known_sale = None
        self._short = outcome if isinstance(outcome, Short) else None
        self._view.say(outcome)

    def _not_written(self, trouble: Trouble) -> None:
        self._is_writing = False
        self.say(trouble)


def _is_about(note: Changed, member: MemberCard) -> bool:
    return note.everything or member.id in note.members
