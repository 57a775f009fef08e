"""How long to wait before asking again: full jitter, so that a thousand tills do not knock at once.

Pure: chance is passed in. The wait is anything from nothing to a bound that doubles with every
failure (Brooker, "Exponential Backoff and Jitter", 2015). What a service asks for comes on top.
"""

FIRST_MS = 500
MOST_MS = 8_000
"""Tills agree within 30 s of the network's return; longer waits do not, as the simulation shows."""
ROLL_BYTES = 4
RETRY_AFTER_MOST_MS = 3_600_000
"""A service that asks for more than an hour is not believed: tills must heal by themselves."""


def bound_ms(failures: int) -> int:
    """Give the longest wait after so many failures in a row."""
    assert failures >= 1, "nobody waits before the first failure"
    doublings = min(failures - 1, MOST_MS.bit_length())
    return min(MOST_MS, FIRST_MS << doublings)


def wait_ms(failures: int, roll: bytes, retry_after_ms: int = 0) -> int:
    """Give the wait after so many failures in a row, drawn with four random bytes."""
    assert len(roll) == ROLL_BYTES, "four random bytes draw a wait"
    drawn = (bound_ms(failures) * int.from_bytes(roll, "big")) >> (8 * ROLL_BYTES)
    return min(max(retry_after_ms, 0), RETRY_AFTER_MOST_MS) + drawn
