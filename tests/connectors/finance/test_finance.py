"""The finance system: a page drawn by script, without labels, signed in to by redirect; driven by the same kit."""

import pytest

from connectors.finance.acts import BookInvoice
from connectors.finance.session import open_finance
from gevinst.errors import ConfigurationError, ProcessError, Refused, SetAside
from sandbox.erp.books import INVOICES
from sandbox.erp.server import Both
from sandbox.web.faults import Fault
from tests.connectors.finance.samples import coding_of, waiting
from tests.connectors.pension.samples import allow


def test_a_list_of_24_pages_is_read_whole(finance: Both) -> None:
    """Every invoice once, with its day and amount as such."""
    with open_finance() as visit:
        found = visit.waiting()
    assert len(found) == INVOICES
    assert len({(each.number, each.cvr) for each in found}) == INVOICES
    assert sum(each.amount for each in found) > 0


def test_an_invoice_is_booked_once_on_all_its_lines(finance: Both) -> None:
    """What was typed is what the system holds; read back under our number, whose beginning isn't enough."""
    with open_finance() as visit:
        act = BookInvoice(visit, coding_of(waiting(finance), "GEV-1"))
        assert act.look().ours == ()
        act.prepare()
        act.write(allow)
        (receipt,) = act.look().ours
        assert BookInvoice(visit, coding_of(waiting(finance, 1), "GEV-12")).look().ours == ()
    (saved,) = finance.system.rows("vouchers")
    assert (str(saved["number"]), saved["reference"]) == (receipt.number, "GEV-1")
    assert saved["lines"].count("4001") + saved["lines"].count("4002") == 2


def test_of_two_suppliers_with_one_number_the_right_one_is_meant(finance: Both) -> None:
    """A number is its supplier's own."""
    found = [waiting(finance, place) for place in range(INVOICES)]
    twins = [each for each in found if [other.number for other in found].count(each.number) == 2]
    assert twins
    with open_finance() as visit:
        for twin in twins[:2]:
            page = visit.invoice_page(twin.number, twin.cvr)
            assert page is not None
            assert page.fact("CVR") == twin.cvr


def test_an_invoice_that_a_colleague_booked_is_set_aside(finance: Both) -> None:
    """It waits no more; the voucher's number is the reason."""
    with open_finance() as visit:
        act = BookInvoice(visit, coding_of(waiting(finance), "GEV-1"))
        act.prepare()
        act.write(allow)
        with pytest.raises(SetAside, match="10000001"):
            BookInvoice(visit, coding_of(waiting(finance), "GEV-2")).look()


def test_a_coding_that_leaves_something_is_not_saved(finance: Both) -> None:
    """The page says what is left, before the click."""
    with open_finance() as visit:
        coding = coding_of(waiting(finance), "GEV-1")
        with pytest.raises(ProcessError, match="doesn't place all"):
            BookInvoice(visit, type(coding)(**(vars(coding) | {"lines": coding.lines[:1]}))).prepare()


def test_a_visit_to_look_writes_nothing(finance: Both) -> None:
    """A dry run."""
    with open_finance(read_only=True) as visit:
        act = BookInvoice(visit, coding_of(waiting(finance), "GEV-1"))
        act.prepare()
        with pytest.raises(Refused):
            act.write(allow)
    assert finance.system.rows("vouchers") == []


def test_a_search_that_does_not_filter_is_found_out(finance: Both) -> None:
    """It says what was searched for, and shows everything: a search for what nobody has tells."""
    with open_finance() as visit:
        act = BookInvoice(visit, coding_of(waiting(finance), "GEV-1"))
        act.prepare()
        act.write(allow)
    finance.system.arm(Fault.SEARCH_IGNORES, times=9)
    with open_finance() as visit, pytest.raises(ProcessError, match="the search doesn't filter"):
        visit.vouchers_with("GEV-1")


@pytest.mark.parametrize("fault", [Fault.PASSWORD_EXPIRING, Fault.NOTICE, Fault.EXPIRE_SESSION])
def test_what_comes_between_is_dealt_with(finance: Both, fault: Fault) -> None:
    """A password that expires in a week, a message for everybody, a session that ends: the work goes on."""
    finance.system.arm(fault)
    with open_finance() as visit:
        assert visit.vouchers_with("GEV-1") == []


def test_a_second_factor_is_for_an_administrator(finance: Both) -> None:
    """A robot has no telephone; it isn't tried twice."""
    finance.system.arm(Fault.MFA, times=9)
    with open_finance() as visit:
        for _ in range(2):
            with pytest.raises(ConfigurationError, match="exception from MFA"):
                visit.vouchers_with("GEV-1")
    assert [request["action"] for request in finance.system.rows("requests")].count("kode") == 1
