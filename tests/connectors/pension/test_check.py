"""Doctor's look at the pension system says what is wrong and what to do."""

import pytest

from connectors.pension.check import check_pension
from sandbox.legacy.state import Fault
from tests.pensys import RunningPensys


def test_a_system_that_shows_its_sign_in_page_is_fine(pensys: RunningPensys) -> None:
    """The address answers with the sign-in page; the password is there and isn't tried."""
    finding = check_pension()
    assert (finding.ok, finding.remedy) == (True, "")
    assert [row["action"] for row in pensys.rows("requests")] == [""]


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("GEVINST_PENSION_URL", "", "GEVINST_PENSION_URL"),
        ("GEVINST_PENSION_URL", "http://127.0.0.1:9", "supplier"),
        ("GEVINST_SECRET_PENSION_PASSWORD", "", "GEVINST_SECRET_PENSION_PASSWORD"),
    ],
)
def test_what_is_missing_is_named(
    pensys: RunningPensys, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, remedy: str
) -> None:
    """Each thing that can be missing has its own remedy."""
    monkeypatch.setenv(variable, value)
    finding = check_pension()
    assert not finding.ok
    assert remedy in finding.remedy


def test_a_failing_system_is_not_fine(pensys: RunningPensys) -> None:
    """Status 500 is no answer to work with."""
    pensys.arm(Fault.ERROR_500)
    assert not check_pension().ok


def test_another_page_than_the_sign_in_page_is_not_fine(pensys: RunningPensys, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that leads elsewhere is found out, though it answers."""
    monkeypatch.setenv("GEVINST_PENSION_URL", pensys.url + "/indhold")
    finding = check_pension()
    assert (finding.ok, "GEVINST_PENSION_URL" in finding.remedy) == (False, True)
