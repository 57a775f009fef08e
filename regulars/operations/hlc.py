"""A hybrid logical clock: the wall clock where it moves forward, a counter where it does not.

A reading is milliseconds since 1970 (UTC) shifted left by sixteen bits plus a counter. It is
written as sixteen hexadecimal digits because it is larger than the whole numbers JSON can hold.
Source: Kulkarni, Demirbas et al., "Logical Physical Clocks", 2014.
"""

_COUNTER_BITS = 16
_DIGITS = 16
AHEAD_MS = 60_000
"""How far ahead a clock may be before it is taken for the one that bounds it."""


def tick(last: int, now_ms: int) -> int:
    """Give the next reading after `last`, at wall clock `now_ms`."""
    return max(last + 1, now_ms << _COUNTER_BITS)


def believed(reading: int, now_ms: int) -> int:
    """Give a reading as a clock at `now_ms` believes it: of the future a minute at most.

    A clock that is years ahead must not carry all others along.
    """
    return min(reading, (now_ms + AHEAD_MS) << _COUNTER_BITS)


def hear(last: int, heard: int, now_ms: int) -> int:
    """Give the last reading of who has heard of another: what they say next comes after both.

    `now_ms` is the clock of who was heard, not the own: that may be behind by years.
    """
    return max(last, believed(heard, now_ms))


def spell_hlc(reading: int) -> str:
    """Write a reading so that texts sort as readings do."""
    return f"{reading:0{_DIGITS}x}"


def unspell_hlc(text: str) -> int:
    """Read what `spell_hlc` wrote; raises ValueError."""
    reading = int(text, 16)
    if reading < 0 or spell_hlc(reading) != text:  # int() also takes signs, spaces and "_"
        message = "a clock reading is sixteen hexadecimal digits"
        raise ValueError(message)
    return reading
