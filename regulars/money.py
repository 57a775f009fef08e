"""Money is a whole number of minor units (cents, fen); a currency says how to write it.

There is no float here or anywhere near here. Amounts are bounded so that sums of them stay exact
in SQLite and in JSON (both are safe to 2^53).
"""

import re
from dataclasses import dataclass
from typing import Final

AMOUNT_MINOR_MAX: Final = 10**12
_TYPED = re.compile(r"(\d{1,13})(?:[.,](\d{0,4}))?", re.ASCII)
_FULL_WIDTH = {ord("．"): ".", ord("，"): ",", ord("。"): "."} | {
    ord("０") + digit: str(digit) for digit in range(10)
}


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency code (ISO 4217), the digits after its point, and the sign a shop shows."""

    code: str
    exponent: int
    sign: str

    def text(self, minor: int) -> str:
        """Write an amount without its sign: 1234567 minor units are "12,345.67"."""
        whole, rest = divmod(abs(minor), 10**self.exponent)
        minus = "-" if minor < 0 else ""
        if self.exponent == 0:
            return f"{minus}{whole:,}"
        return f"{minus}{whole:,}.{rest:0{self.exponent}d}"

    def shown(self, minor: int) -> str:
        """Write an amount with its sign, as on a slip."""
        amount = self.text(abs(minor))
        return f"-{self.sign}{amount}" if minor < 0 else f"{self.sign}{amount}"

    def read(self, typed: str) -> int | None:
        """Read an amount as a cashier types it; None when it is not an amount.

        Accepts digits with one point or comma and full-width forms. More decimals than the
        currency has are refused, zeros too: they may be thousands, and rounding belongs to the
        shop's register.
        """
        plain = typed.strip().translate(_FULL_WIDTH)
        found = _TYPED.fullmatch(plain)
        if found is None:
            return None
        whole, decimals = found.group(1), (found.group(2) or "")
        # "1,000" is a thousand to one person and one to another: asking again is cheaper.
        if len(decimals) > self.exponent:
            return None
        minor = int(whole + decimals.ljust(self.exponent, "0"))
        return minor if minor <= AMOUNT_MINOR_MAX else None


CURRENCIES: Final = {
    currency.code: currency
    for currency in (
        Currency("AUD", 2, "A$"),
        Currency("CAD", 2, "C$"),
        Currency("CNY", 2, "¥"),
        Currency("EUR", 2, "€"),
        Currency("GBP", 2, "£"),
        Currency("HKD", 2, "HK$"),
        Currency("JPY", 0, "¥"),
        Currency("MOP", 2, "MOP$"),
        Currency("MYR", 2, "RM"),
        Currency("NZD", 2, "NZ$"),
        Currency("SGD", 2, "S$"),
        Currency("TWD", 0, "NT$"),
        Currency("USD", 2, "$"),
    )
}
