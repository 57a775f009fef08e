"""Finds centres on the shop's network: asks everybody, and gives who answered.

A list to choose from, so that nobody has to type an address. Whom to trust is not decided here: a
person compares the fingerprint.
"""

import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.wire_found import (
    DATAGRAM_MAX,
    GROUP,
    NONCE_BYTES,
    PORT,
    FindAnswer,
    FindRequest,
    read_find_answer,
)

EVERYBODY: tuple[tuple[str, int], ...] = ((GROUP, PORT), ("255.255.255.255", PORT))
"""Multicast and broadcast: some access points pass on only one of them."""
MOST = 50
"""More than so many are not collected, whoever floods the network."""
_ROUNDS = 3
"""How often is asked: a datagram may be lost."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A centre that answered: its computer's name, its address, its fingerprint as it is shown."""

    name: str
    address: str
    fingerprint: str


def find(
    timeout_s: float,
    targets: Sequence[tuple[str, int]] = EVERYBODY,
    *,
    most: int = MOST,
    random: Callable[[int], bytes] = os.urandom,
) -> list[Found]:
    """Ask the network for centres, for so long or until `most` have answered; may be none.

    Blocks; call it on a thread of its own. A network that is away finds nobody and is no fault.
    """
    nonce = random(NONCE_BYTES)
    found: set[Found] = set()
    begun = time.monotonic()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        for number in range(1, _ROUNDS + 1):
            until = begun + timeout_s * number / _ROUNDS
            if not _ask(asking, FindRequest(nonce).spelled(), targets):
                break
            while len(found) < most and (left := until - time.monotonic()) > 0:
                answer = _hear(asking, left)
                if answer is not None and answer[1].nonce == nonce:
                    found.add(_found(*answer))
            if len(found) >= most:
                break
    return sorted(found)


def _ask(asking: socket.socket, question: bytes, targets: Sequence[tuple[str, int]]) -> bool:
    """Ask everybody; tells whether that led anywhere."""
    asked = 0
    for target in targets:
        try:
            asking.sendto(question, target)
        except OSError:
            continue
        asked += 1
    return asked > 0


def _hear(asking: socket.socket, timeout_s: float) -> tuple[str, FindAnswer] | None:
    """Wait for one datagram; None where there was none, or one that is no answer."""
    asking.settimeout(timeout_s)
    try:
        raw, (address, *_) = asking.recvfrom(DATAGRAM_MAX + 1)
    except OSError:  # silence; or nobody listens where it was sent
        return None
    answer = read_find_answer(raw)
    return (address, answer) if isinstance(answer, FindAnswer) else None


def _found(address: str, answer: FindAnswer) -> Found:
    digits = answer.fingerprint.hex().upper()
    shown = " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
    return Found(answer.name, f"https://{address}:{answer.port}", shown)
