"""From a text to the modules of its QR code. The only importer of `qrcode`; it draws nothing."""

from typing import Final

from desktop.printing.marks import Matrix

QUIET_MODULES: Final = 4
CARD_VERSION: Final = 2  # 25 modules: a 25-character card text at level Q, with room to spare


def matrix(text: str, *, version: int = CARD_VERSION) -> tuple[tuple[bool, ...], ...]:
    """Encode at level Q (a quarter may be scratched off), with a quiet zone of four modules.

    `version` is the smallest to use; a longer text gets a larger code. Capital letters and digits
    take half the room of others.
    """
    # Loaded here: not wanted at start-up.
    from qrcode.constants import ERROR_CORRECT_Q
    from qrcode.main import QRCode

    code = QRCode(version=version, error_correction=ERROR_CORRECT_Q, border=QUIET_MODULES)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def code_at(text: str, x_mm: float, y_mm: float, module_mm: float) -> Matrix:
    """Give the mark of a code whose quiet zone begins at this corner."""
    return Matrix(x_mm, y_mm, module_mm, matrix(text))
