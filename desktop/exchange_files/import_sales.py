"""Import a file of sales: all of it in one transaction, or nothing.

The sales are written as the counter writes them, dated as the file dates them. Whoever is not a
member yet becomes one, known by card number only; that somebody agreed to anything is not claimed.
A file is known by its fingerprint, a line by its place in it, so that twice is once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.book import Book
from desktop.exchange_files.columns import bad
from desktop.exchange_files.sales_file import (
    FileSale,
    Layout,
    Preview,
    Progress,
    SalesFile,
    look,
    never_stop,
    open_sales,
)
from desktop.requests import BY_NUMBER, IMPORTED, EnrolRequest, SaleRequest
from desktop.store.database import Store
from desktop.store.members import member_by_alias, member_by_fingerprint, members_by_number
from desktop.store.shop import keep_local_fact, local_fact, wallet_of
from desktop.verbs.clock import clock_jump
from desktop.verbs.enrol import write_member
from desktop.verbs.expire import expire_due
from desktop.verbs.sell import write_sale
from regulars.canonical import Json
from regulars.codes import CardCode, NumberCode, fingerprint, read
from regulars.ids import Id
from regulars.programme.programme import POINTS_MAX
from regulars.refusals import BadFile

_EVERY: Final = 500
_TOTAL_MAX: Final = 10**11
_BEFORE: Final = "import|"
# The mark up to which the expiry job has looked (desktop.verbs.expire): points that come in with
# dates before it must be looked at again.
_EXPIRED_UNTIL: Final = "expired_until"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote: sales, those left out because their receipt had earned, members."""

    preview: Preview
    sales: int
    left_out: int
    members_new: int
    points: int


class _GivenUpError(Exception):
    """Raised inside the transaction so that nothing of it stays."""

    def __init__(self, refusal: BadFile) -> None:
        super().__init__(refusal.why)
        self.refusal = refusal


@dataclass(slots=True)
class _Known:
    """Somebody sales are written for; `debt` follows what the sales repay."""

    member: Id
    wallet: Id
    debt: int


@dataclass(slots=True)
class _Run:
    """An import on its way: who is known by now, and what was written."""

    book: Book
    preview: Preview
    known: dict[str, _Known] = field(default_factory=dict)
    members: dict[Id, _Known] = field(default_factory=dict)
    sales: int = 0
    left_out: int = 0
    members_new: int = 0
    points: int = 0

    def take(self, sale: FileSale, key: str) -> None:
        """Write a sale, and its member first where there is none."""
        if sale.receipt and self._has_earned(key):
            self.left_out += 1
            return
        programme = self.book.shop.programme
        if sale.amount_minor * programme.earn_points // programme.earn_per_minor > POINTS_MAX:
            raise _GivenUpError(bad("amount", str(sale.amount_minor), sale.line))
        who = self._who(sale)
        request = SaleRequest(
            act=self.book.journal.fresh_id(),
            member=who.member,
            lines=sale.lines,
            receipt=sale.receipt,
            how=BY_NUMBER,
            source=IMPORTED,
            on=sale.on,
        )
        _, why = write_sale(self.book, request, wallet=who.wallet, debt=who.debt, key=key)
        who.debt -= why.repaid
        self.sales += 1
        self.points += why.earned
        if self.points > _TOTAL_MAX:
            raise _GivenUpError(bad("amount", str(sale.amount_minor), sale.line))

    def _has_earned(self, key: str) -> bool:
        found = self.book.store.row("select 1 from receipt where key = :key", {"key": key})
        return found is not None

    def _who(self, sale: FileSale) -> _Known:
        text = "".join(sale.member.split()).upper()
        found = self.known.get(text)
        if found is None:
            member = find_member(self.book.store, sale.member)
            if isinstance(member, BadFile):
                raise _GivenUpError(bad(member.why, member.found, sale.line))
            if member is None:
                member = self._make(sale.member)
            found = self.known[text] = self._known(member)
        return found

    def _known(self, member: Id) -> _Known:
        """Give what is known of a member, once for all the names the file has for one person."""
        if member not in self.members:
            wallet = wallet_of(self.book.store, member)
            assert wallet is not None, "a member has a wallet"
            self.members[member] = _Known(member, wallet[1], wallet[3])
        return self.members[member]

    def _make(self, alias: str) -> Id:
        self.members_new += 1
        request = EnrolRequest(
            name="",
            language=self.book.shop.setting("language", "en"),
            source=IMPORTED,
            alias=alias,
        )
        member, _ = write_member(self.book, request, {}, with_card=False)
        return member


def find_member(store: Store, text: str) -> Id | BadFile | None:
    """Find who a card number in a file is: ours, or another system's; None is nobody yet."""
    code = read(text)
    if isinstance(code, CardCode):
        known = member_by_fingerprint(store, fingerprint(code.text))
        return bad("member-unknown", text) if known is None else known[0]
    if isinstance(code, NumberCode):
        members = members_by_number(store, code.number)
        if members:
            return members[0] if len(members) == 1 else bad("member-twice", text)
    return member_by_alias(store, text)


def import_sales(
    book: Book, path: Path, layout: Layout, progress: Progress = never_stop
) -> Imported | BadFile:
    """Import a file of sales, or say why not; then nothing of it is kept.

    A progress that answers False stops it. Where points end, those of old sales end right after.
    """
    if clock_jump(book) is not None:
        return bad("clock")
    preview = preview_sales(book, path, layout, progress)
    if isinstance(preview, BadFile):
        return preview
    if not preview.is_good:
        return preview.problems[0]
    before = imported_before(book.store, preview.fingerprint)
    if before:
        return bad("imported-before", before)
    file = _open(book, path, layout)
    if isinstance(file, BadFile):
        return file
    run = _Run(book, preview)
    try:
        with book.writing():
            _write_all(run, file, progress)
    except _GivenUpError as given_up:
        return given_up.refusal
    finally:
        file.close()
    if book.shop.programme.expiry_months:
        end_old_points(book, progress)
    return Imported(preview, run.sales, run.left_out, run.members_new, run.points)


def preview_sales(
    book: Book, path: Path, layout: Layout, progress: Progress = never_stop
) -> Preview | BadFile:
    """Say what a file holds, and what is wrong with it; writes nothing."""
    file = _open(book, path, layout)
    if isinstance(file, BadFile):
        return file
    try:
        return look(file, progress)
    finally:
        file.close()


def imported_before(store: Store, fingerprint_: str) -> str:
    """Give the day on which a file was imported, or an empty text."""
    return local_fact(store, _BEFORE + fingerprint_)


def _open(book: Book, path: Path, layout: Layout) -> SalesFile | BadFile:
    daily = book.shop.setting("receipts_restart", "never") == "daily"
    return open_sales(path, layout, book.shop.currency, book.today(), daily_receipts=daily)


def _write_all(run: _Run, file: SalesFile, progress: Progress) -> None:
    book, preview = run.book, run.preview
    for number, sale in enumerate(_good(file), 1):
        run.take(sale, file.key_of(sale, preview.fingerprint))
        if number % _EVERY == 0 and not progress("writing", number):
            raise _GivenUpError(bad("stopped"))
    if file.text.fingerprint != preview.fingerprint:
        raise _GivenUpError(bad("changed"))
    if not progress("writing", preview.sales):
        raise _GivenUpError(bad("stopped"))
    data: dict[str, Json] = {
        "fingerprint": preview.fingerprint,
        "what": "sales",
        "rows": preview.rows,
        "members": run.members_new,
        "amount": preview.amount_minor,
    }
    book.journal.write("import", data)
    keep_local_fact(book.store, _BEFORE + preview.fingerprint, book.today().isoformat())
    keep_local_fact(book.store, _EXPIRED_UNTIL, "")
    keep_local_fact(book.store, _EXPIRED_UNTIL + ".wallet", "0")


def _good(file: SalesFile) -> Iterator[FileSale]:
    for found in file.sales():
        if isinstance(found, BadFile):
            raise _GivenUpError(bad("changed"))
        yield found


def end_old_points(book: Book, progress: Progress = never_stop) -> None:
    """Write what has ended, batch by batch; stopping leaves the rest to the till's own job."""
    done = 0
    while wallets := expire_due(book):
        done += wallets
        if not progress("expiring", done):
            return
