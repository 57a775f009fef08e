"""The number printed on every card, for when the code cannot be scanned.

Thirteen digits: 29, a block of four, a serial of six, and the EAN-13 check
digit. The check digit misses some swaps of neighbours, so a typed number is
always confirmed by name.
"""

from regulars import codes

PREFIX = "29"
"""GS1 keeps 20 to 29 for use inside one shop; no product carries them."""
BLOCK_MAX = 9_999
SERIAL_MAX = 999_999


def make(block: int, serial: int) -> str:
    """Write the number for a serial of a block; blocks keep offline tills apart."""
    assert 0 <= block <= BLOCK_MAX
    assert 0 <= serial <= SERIAL_MAX
    body = f"{PREFIX}{block:04}{serial:06}"
    return body + codes.ean13_check_digit(body)


def is_valid(text: str) -> bool:
    """Whether the text is one of our numbers, digits only and checked."""
    return codes.is_in_store_number(text) and text.startswith(PREFIX)


def pretty(number: str) -> str:
    """Write a number as it is printed: 29-0042-000017-9."""
    assert len(number) == codes.NUMBER_LENGTH
    return f"{number[:2]}-{number[2:6]}-{number[6:12]}-{number[12]}"


def digits(text: str) -> str:
    """The digits of a number as a person typed it: no blanks or dashes, full width accepted.

    Gives "" when anything else is in it, so a word never turns into a number.
    """
    joined = "".join(c for c in codes.narrow(text) if c not in "-‐‑–—" and not c.isspace())
    return joined if codes.is_digits(joined) else ""
