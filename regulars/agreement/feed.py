"""What tills read: a feed in which everything stands once, at its newest, and their rights.

A page is made from what is true now. A till adds its own operations behind `place` to each row, so
pages may come late, twice or in any order.
"""

from collections.abc import Sequence

from regulars.agreement.authority import settle_ended
from regulars.agreement.centre import (
    Centre,
    account_of,
    cells_of,
    keep_account,
    posted_place,
    touch,
)
from regulars.agreement.intake import meet
from regulars.agreement.messages import (
    FactRow,
    Page,
    Place,
    Pull,
    Resnapshot,
    RightsAnswer,
    RightsRequest,
    Source,
    Standing,
    WalletRow,
)
from regulars.agreement.planner import asked_back, stop_asking
from regulars.operations.hlc import believed
from regulars.rights.granting import grant, keep
from regulars.rights.posting import raise_grant

Items = Sequence[tuple[int, tuple[str, str]]]
"""Lines of the feed: the place, the kind and the name."""


def pull(centre: Centre, message: Pull) -> Page | Resnapshot:
    """Give a page of the feed."""
    if message.feed_epoch != centre.feed_epoch:
        device = message.source.device
        known = [
            (one.epoch, centre.chains[one].last, centre.chains[one].hashes[-1])
            for one in centre.lives(device)
            if centre.chains[one].last
        ]
        return Resnapshot(centre.feed_epoch, device, tuple(known))
    meet(centre, message)
    newer = centre.newer(message.cursor, message.limit + 1)
    page = newer[: message.limit]
    chain = centre.chains[message.source]
    return Page(
        feed_epoch=centre.feed_epoch,
        source=message.source,
        cursor=page[-1][0] if page else message.cursor,
        is_last=len(page) == len(newer),
        acked=chain.last,
        standing=chain.standing,
        wallets=wallets_in(centre, message.source, page),
        facts=facts_in(centre, page),
        hlc=believed(centre.hlc, centre.now_ms),
        now_ms=centre.now_ms,
    )


def wallets_in(centre: Centre, source: Source, page: Items) -> tuple[WalletRow, ...]:
    """Give the wallets of a page as the asking till is to have them."""
    place = posted_place(centre, source.device)
    return tuple(
        _wallet_row(centre, source, name, seq, place)
        for seq, (kind, name) in page
        if kind == "wallet"
    )


def facts_in(centre: Centre, page: Items) -> tuple[FactRow, ...]:
    """Give everything else of a page."""
    return tuple(
        FactRow(kind, name, seq, centre.facts.get((kind, name), ""))
        for seq, (kind, name) in page
        if kind != "wallet"
    )


def wallet_row(centre: Centre, source: Source, wallet: str, seq: int) -> WalletRow:
    """Give a wallet as the asking till is to have it."""
    return _wallet_row(centre, source, wallet, seq, posted_place(centre, source.device))


def _wallet_row(centre: Centre, source: Source, wallet: str, seq: int, place: Place) -> WalletRow:
    account, cells = account_of(centre, wallet), cells_of(centre, wallet, source)
    left = centre.left(wallet)
    return WalletRow(
        wallet,
        seq,
        account.balance,
        account.debt,
        place,
        cells.granted,
        _keep(centre, source, wallet, cells.available, left.ended),
        left.backed,
    )


def _keep(centre: Centre, source: Source, wallet: str, available: int, dead: int) -> int:
    """Give what a till should keep: nothing that has ended, nothing another is waiting for."""
    wish = centre.wanted.get(wallet)
    wanted = 0
    if wish is not None and wish[0] != source:
        account = account_of(centre, wallet)
        wanted = max(0, wish[1] + account.debt - account.pool)  # the pool repays debts first
    if not dead:  # what has ended comes back first
        wanted = max(wanted, asked_back(centre, source, wallet))
    return keep(available, alive=max(0, available - dead), wanted=wanted)


def request_rights(centre: Centre, message: RightsRequest) -> RightsAnswer:
    """Raise a till's grants towards what it wants; what is missing is asked of other tills."""
    wallet, source = message.wallet, message.source
    cells = cells_of(centre, wallet, source)
    chain = centre.chains.get(source)
    is_trusted = chain is not None and chain.standing is Standing.LIVE
    if is_trusted and not centre.healing and message.feed_epoch == centre.feed_epoch:
        settle_ended(centre, [wallet])
        account = account_of(centre, wallet)
        granted = grant(cells, want=message.want, pool=account.pool)
        if granted > cells.granted:
            account, cells = raise_grant(account, cells, granted)
            centre.cells[wallet, source] = cells
            keep_account(centre, wallet, account)
        stop_asking(centre, wallet)
        _wish(centre, wallet, source, message.want - granted)
    return RightsAnswer(centre.feed_epoch, source, wallet, cells.granted)


def _wish(centre: Centre, wallet: str, source: Source, missing: int) -> None:
    wish = centre.wanted.get(wallet)
    if missing > 0 and wallet in centre.accounts:
        if wish != (source, missing):  # asking again tells nobody anything new
            centre.wanted[wallet] = (source, missing)
            touch(centre, "wallet", wallet)
    elif wish is not None and wish[0] == source:
        del centre.wanted[wallet]
        touch(centre, "wallet", wallet)
