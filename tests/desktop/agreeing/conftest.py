"""A till that has joined a centre, and pages for it to read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.store.centre import has_joined
from desktop.store.joining import join
from desktop.store.till_store import OwnFile
from desktop.store.verify import verify
from regulars.canonical import Json
from regulars.ids import Id
from sync.enrolment import Standing
from sync.wire_pull import Page
from sync.wire_rights import WalletRow
from tests.desktop.ledger.shop import Counter

FOREVER = 10**12


class Joined(Counter):
    """The shop of the ledger's tests, as one till of several."""

    def joins(self, *, is_authority: bool = False) -> None:
        """Become a till of the centre."""
        with self.book.store.writing():
            join(self.book.store, lease_days=14, is_authority=is_authority)

    @property
    def file(self) -> OwnFile:
        """Give the file as the engine sees it."""
        return OwnFile(self.book.journal)

    def wallet(self, member: Id | None = None) -> Id:
        """Give a member's own wallet."""
        return self.card(member).wallet

    def row(
        self,
        seq: int,
        balance: int,
        *,
        wallet: Id | None = None,
        granted: int = 0,
        keep: int = FOREVER,
        debt: int = 0,
        seen: tuple[int, int] | None = None,
        backed: tuple[tuple[date | None, int], ...] | None = None,
    ) -> WalletRow:
        """Make a wallet's row; all that this till did is in the figures if nothing else is said."""
        here = self.file.who()
        return WalletRow(
            tenant=here.tenant,
            device=here.device,
            epoch=here.epoch,
            wallet=wallet or self.wallet(),
            seq=seq,
            balance=balance,
            debt=debt,
            seen=self.file.heads()[-1] if seen is None else seen,
            granted=granted,
            keep=keep,
            backed=((None, balance),) if backed is None else backed,
        )

    def page(
        self,
        *wallets: WalletRow,
        cursor: str = "",
        standing: Standing = Standing.LIVE,
        feed: int = 1,
        acked: int = 0,
        **rows: tuple[dict[str, Json], ...],
    ) -> Page:
        """Make a page with these rows."""
        told = {"wallet": tuple(row.row() for row in wallets), **rows}
        seqs = [int(str(row["seq"])) for group in told.values() for row in group]
        return Page(
            cursor=cursor or f"c{feed}.{max(seqs, default=0)}",
            up_to_date=True,
            acked=acked,
            feed=feed,
            standing=standing,
            min_schema=1,
            server_ms=0,
            rows={kind: group for kind, group in told.items() if group},
        )

    def reads(self, *wallets: WalletRow, **told: object) -> None:
        """Read a page with these rows."""
        self.file.apply_page(self.page(*wallets, **told))  # type: ignore[arg-type]

    def kinds(self) -> list[str]:
        """List what is in the log since it was founded, without members and cards."""
        rows = self.book.store.rows("select kind from operation order by place")
        return [kind for (kind,) in rows if kind in _ACTS]


_ACTS = {"sale", "redeem", "reverse", "adjust", "expire", "rights.return", "refund.release"} | {
    "refund.request",
    "day.close",
    "authority.handed_over",
}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Joined]:
    """A till that has joined, with one member of its own; its file is proved in the end."""
    one = Joined(tmp_path)
    one.joins()
    yield one
    assert has_joined(one.book.store)
    findings = verify(one.book.store).findings
    one.book.store.close()
    assert findings == ()
