"""Whether this computer has a network at all, found out without sending anything.

It tells "no cable" from "no internet" where a name could not be looked up. It says nothing about
whether the network leads anywhere.
"""

import errno
import socket

# Addresses of RFC 5737 and RFC 3849, which belong to nobody: choosing a way to them sends nothing.
_NOWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
_PORT = 9
NO_WAY = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})


def has_network() -> bool:
    """Tell whether this computer knows a way to anywhere but itself."""
    return any(_has_way(family, address) for family, address in _NOWHERE)


def _has_way(family: int, address: str) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, _PORT))
    except OSError:
        return False
    return True
