"""The interval is the published one, and it says nothing absurd at its ends."""

import pytest

from gevinst.sampling.interval import wilson


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_agrees_with_the_published_table(found: int, of: int, low: float, high: float) -> None:
    """R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statist. Med. 17 (1998), table I, method 3."""
    assert wilson(found, of) == pytest.approx((low, high), abs=0.00006)


def test_none_and_all_leave_room_on_one_side_only() -> None:
    """Nothing found doesn't prove that there is nothing, and the two are mirror images."""
    low, high = wilson(0, 50)
    assert (low, round(high, 3)) == (0.0, 0.071)
    assert wilson(50, 50) == pytest.approx((1 - high, 1.0))


@pytest.mark.parametrize(("found", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(found: int, of: int) -> None:
    """A share of nothing, less than none and more than all."""
    with pytest.raises(ValueError, match="no share"):
        wilson(found, of)
