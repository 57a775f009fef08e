"""How operations and entries are numbered inside the file: epoch, sequence number, line."""

EPOCH_SHIFT = 32
"""An operation's place is its epoch times 2^32 plus its sequence number."""
SEQ_MASK = (1 << EPOCH_SHIFT) - 1
LINE_SHIFT = 10
"""An entry's key is its operation's place times 2^10 plus its line."""
PLACE_MAX = (1 << 53) - 2
"""A place further than any log goes; what somebody says of a later one is taken for this."""


def place_of(epoch: int, seq: int) -> int:
    """Give where an operation stands in the log, over all its epochs."""
    return min(epoch << EPOCH_SHIFT | seq, PLACE_MAX)
