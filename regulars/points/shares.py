"""Split a whole number so that the parts are whole and add up to it exactly."""

from collections.abc import Sequence


def share_out(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split a total in proportion to weights by the largest remainder (Hamilton's method).

    Ties go to the earlier part. With no weight at all everything goes to the first part; with no
    parts the total must be nothing.
    """
    assert total >= 0, "a total to share is not negative"
    assert all(weight >= 0 for weight in weights), "weights are not negative"
    if not weights:
        assert total == 0, "nobody is there to take a share"
        return ()
    whole = sum(weights)
    if whole == 0:
        return (total, *(0 for _ in weights[1:]))
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)
