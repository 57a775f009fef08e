"""Read the QR codes of our own paper from a picture of it, as a scanner would.

Only what cards and slips use: versions 2 to 4, level Q, capital letters and digits, no damage
(ISO/IEC 18004). Nothing of the program is imported: what was drawn is what is read.
"""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtGui import QImage

Modules = Sequence[Sequence[bool]]
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_LEVEL_Q = 0b11
_FORMAT_MASK = 0b10101  # the head of 101010000010010, with which the format is masked
_BLOCKS = {2: (1, 22), 3: (2, 17), 4: (2, 24)}  # version: how many, with so many data bytes each
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _column: row % 2 == 0,
    lambda _row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def modules(picture: QImage) -> Modules:
    """Find the modules of the one code in a picture that shows nothing else."""
    dark = [
        [picture.pixelColor(x, y).lightness() < 128 for x in range(picture.width())]
        for y in range(picture.height())
    ]
    top = next(y for y, row in enumerate(dark) if any(row))
    bottom = next(y for y in reversed(range(len(dark))) if any(dark[y]))
    left = min(row.index(True) for row in dark if any(row))
    finder = dark[top][left:].index(False)  # its upper edge is seven modules long
    side = finder / 7
    count = round((bottom + 1 - top) / side)
    places = [int((place + 0.5) * side) for place in range(count)]
    return [[dark[top + down][left + across] for across in places] for down in places]


def read_code(code: Modules) -> str:
    """Give the text of a code, given without its quiet zone."""
    version = (len(code) - 17) // 4
    blocks, size = _BLOCKS[version]
    head = _number(code[8][column] for column in range(5)) ^ _FORMAT_MASK
    assert head >> 3 == _LEVEL_Q, "our paper is printed at level Q"
    bits = list(_bits(code, version, _MASKS[head & 0b111]))
    bytes_read = [_number(bits[at : at + 8]) for at in range(0, 8 * blocks * size, 8)]
    data = [byte for block in range(blocks) for byte in bytes_read[block::blocks]]
    return _text("".join(f"{byte:08b}" for byte in data))


def _bits(code: Modules, version: int, mask: Callable[[int, int], bool]) -> Iterator[bool]:
    """Go up and down in pairs of columns from the right, past everything that is not data."""
    side = len(code)
    upwards = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for row in range(side - 1, -1, -1) if upwards else range(side):
            for column in (right, right - 1):
                if not _is_pattern(row, column, version):
                    yield code[row][column] != mask(row, column)
        upwards = not upwards


def _is_pattern(row: int, column: int, version: int) -> bool:
    """Tell whether a module helps to find the code or names its format."""
    side = 17 + 4 * version
    is_finder = (row < 9 and (column < 9 or column >= side - 8)) or (row >= side - 8 and column < 9)
    middle = side - 7
    is_aligning = abs(row - middle) <= 2 and abs(column - middle) <= 2
    return is_finder or is_aligning or 6 in {row, column}


def _text(bits: str) -> str:
    assert bits[:4] == "0010", "capital letters and digits"
    left, at = int(bits[4:13], 2), 13
    text = ""
    while left > 1:
        text += "".join(_LETTERS[part] for part in divmod(int(bits[at : at + 11], 2), 45))
        left, at = left - 2, at + 11
    return text + (_LETTERS[int(bits[at : at + 6], 2)] if left else "")


def _number(bits: Iterator[bool] | Sequence[bool]) -> int:
    number = 0
    for bit in bits:
        number = 2 * number + bit
    return number
