"""After the centre was restored from a backup: learn from the tills what the backup did not know.

A restored centre has forgotten grants that tills hold and operations that they have done. It takes
operations in but posts none and grants nothing, until every live source has told which grants it
knows and has sent its log again up to where it was (or a person declared it gone). Then all is
posted at once, with the larger of each grant: no till finds less than it may already have spent.
"""

from collections.abc import Iterable
from dataclasses import replace

from regulars.agreement.authority import execute_due, retire, settle_all
from regulars.agreement.centre import (
    Centre,
    Chain,
    account_of,
    cells_of,
    keep_account,
    review,
    touch,
)
from regulars.agreement.effects import take_in
from regulars.agreement.messages import GrantReport, Reported, Source, Standing
from regulars.rights.posting import raise_grant


def restore(backup: Centre, *, feed_epoch: int, enrolled: Iterable[Source]) -> Centre:
    """Begin again from a backup; `enrolled` names the sources there are, also newer ones."""
    centre = backup.copy()
    assert feed_epoch > centre.feed_epoch, "every restore begins a new feed"
    centre.feed_epoch = feed_epoch
    centre.healing = True
    for source in enrolled:
        centre.chains.setdefault(source, Chain())
    for chain in centre.chains.values():
        chain.heads = None
    finish_if_all_reported(centre)
    return centre


def report(centre: Centre, message: GrantReport) -> Reported:
    """Take in what a till knows: its grants in every life of its log, and how long its logs are."""
    device = message.source.device
    if centre.healing and message.feed_epoch == centre.feed_epoch:
        for epoch, head in message.heads:
            centre.chains.setdefault(Source(device, epoch), Chain()).heads = head
        for source, chain in centre.chains.items():
            if source.device == device and chain.heads is None:
                chain.heads = 0
        for epoch, wallet, granted in message.grants:
            _learn(centre, Source(device, epoch), wallet, granted)
        finish_if_all_reported(centre)
    return Reported(centre.feed_epoch, message.source, message.feed_epoch)


def _learn(centre: Centre, source: Source, wallet: str, granted: int) -> None:
    """Take the larger of two totals; the account is made to fit when all have reported."""
    cells = cells_of(centre, wallet, source)
    if granted > cells.granted:
        account, cells = raise_grant(account_of(centre, wallet), cells, granted)
        centre.cells[wallet, source] = cells
        centre.accounts[wallet] = account


def finish_if_all_reported(centre: Centre) -> None:
    """Post everything at once when nothing is missing any more."""
    if not centre.healing or any(_is_missing(chain) for chain in centre.chains.values()):
        return
    for chain in centre.chains.values():
        for op in chain.waiting:
            chain.outcomes[op.seq - 1] = take_in(centre, op)
            chain.posted = op.seq
        chain.waiting.clear()
    for source in _gone(centre):
        retire(centre, source)
    for wallet, account in list(centre.accounts.items()):
        _make_whole(centre, wallet, account.held - account.balance)
    centre.healing = False
    execute_due(centre)
    for wallet in centre.accounts:
        touch(centre, "wallet", wallet)
        centre.restless.add(wallet)
    settle_all(centre)


def _is_missing(chain: Chain) -> bool:
    return chain.standing is Standing.LIVE and (chain.heads is None or chain.last < chain.heads)


def _gone(centre: Centre) -> list[Source]:
    """List what was declared gone: again, and every life of a log before a till's newest."""
    newest: dict[str, int] = {}
    for source in centre.chains:
        newest[source.device] = max(source.epoch, newest.get(source.device, 0))
    return [
        source
        for source, chain in centre.chains.items()
        if chain.standing is Standing.RETIRED or source.epoch < newest[source.device]
    ]


def _make_whole(centre: Centre, wallet: str, missing: int) -> None:
    """Let the shop carry what only a lost decision of the centre could explain."""
    if missing > 0:
        account = account_of(centre, wallet)
        centre.loss += missing
        keep_account(centre, wallet, replace(account, balance=account.balance + missing))
        review(centre, "short-after-restore", wallet, missing)


def give_up_waiting(centre: Centre, source: Source) -> None:
    """Go on without a source, as a person decides: it is declared gone."""
    chain = centre.chains[source]
    chain.standing = Standing.RETIRED
    finish_if_all_reported(centre)
