"""Adding up many sums at once gives what adding them one by one gives."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from gevinst.reports.adding import add_up
from gevinst.reports.sums import Rates, Sums

SUMS = st.builds(
    lambda gross, human, ore, provisional, hours, wage: Sums(
        cases=gross % 7, gross_seconds=gross, human_seconds=human, cost_ore=ore, provisional_seconds=provisional
    ).valued(Rates(Fraction(hours), Fraction(wage))),
    *[st.integers(-(10**9), 10**9)] * 4,
    st.sampled_from([1924, 1607, "1680.5"]),
    st.sampled_from([400, "410.25", "333.3333"]),
)


@given(st.lists(SUMS, max_size=12))
def test_it_is_the_sum(sums: list[Sums]) -> None:
    """Every field, to the last fraction; of nothing it is nothing."""
    one_by_one = Sums()
    for each in sums:
        one_by_one += each
    assert add_up(sums) == one_by_one
