"""A hybrid logical clock: the wall clock where it moves forward, a counter where it does not.

A reading is milliseconds since 1970 (UTC) shifted left by sixteen bits plus a counter. It is
written as sixteen hexadecimal digits because it is larger than the whole numbers JSON can hold.
Source: Kulkarni, Demirbas et al., "Logical Physical Clocks", 2014.
"""

_COUNTER_BITS = 16
_DIGITS = 16


def tick(last: int, now_ms: int) -> int:
    """Give the next reading after `last`, at wall clock `now_ms`."""
    return max(last + 1, now_ms << _COUNTER_BITS)


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
