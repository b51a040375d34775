"""A list is read over all its pages, and counted."""

import re

import pytest

from connectors.terminal.keys import Key
from gevinst.errors import ProcessError
from sandbox.mainframe.server import Running
from sandbox.mainframe.state import Fault, arm, rows, save
from tests.connectors.terminal.sagsys import CPR, Bill, Register, Registrations, Visit, line_to, visiting


def fill(host: Running, count: int, reference: str = "GEV-7") -> None:
    """So many registrations."""
    for number in range(count):
        values = {"cpr": CPR.digits, "kind": "regning", "text": f"Briller {number}", "amount": f"{number},00"}
        save(host.database, values | {"reference": reference})


@pytest.mark.parametrize("count", [0, 1, 5, 6, 12])
def test_every_row_over_all_pages(host: Running, count: int) -> None:
    """In order, each once; other references' rows are none of them."""
    fill(host, 3, "GEV-8")
    fill(host, count)
    with visiting(line_to(host.port)) as visit:
        found = visit.menu().search().by_reference("GEV-7").rows()
    assert [row["Beskrivelse"] for row in found] == [f"Briller {number}" for number in range(count)]
    assert {(row["CPR-nummer"], row["Reference"]) for row in found} <= {(CPR.formatted, "GEV-7")}


def test_a_page_is_turned_only_when_it_is_there(host: Running) -> None:
    """The keyboard comes free with the page before still on it, under the same title: it is not read twice."""
    fill(host, 12)
    with visiting(line_to(host.port)) as visit:
        search = visit.menu().search()
        arm(host.database, Fault.EARLY_UNLOCK, times=5)
        assert len({row["Nummer"] for row in search.by_reference("GEV-7").rows()}) == 12


def test_another_number_of_rows_than_the_system_says_is_noticed(host: Running) -> None:
    """The system says how many there are; here it says another number than it shows."""

    class Shrinking(Registrations):
        mark = re.compile(r"Side +(?P<page>\d+) +af +(?P<pages>\d+) - (?P<total>1)")

    fill(host, 12)
    with visiting(line_to(host.port)) as visit:
        visit.menu().search().by_reference("GEV-7")
        with pytest.raises(ProcessError, match="says 1 rows and shows 12"):
            Shrinking(visit.case).shown().rows()


def on_page_two(visit: Visit) -> Registrations:
    """A list that somebody has turned already."""
    listing = visit.menu().search().by_reference("GEV-7")
    listing.press(Key.PF8)
    listing._page = 2
    return listing.shown()


def test_a_list_that_does_not_begin_at_its_first_page_is_an_error(host: Running) -> None:
    """Else its first rows would be missing, and only the count might tell."""
    fill(host, 12)
    with visiting(line_to(host.port)) as visit, pytest.raises(ProcessError, match="page 1 of 'REGISTRERINGER'"):
        on_page_two(visit).rows()


def test_a_search_that_does_not_filter_is_noticed_before_anything_is_written(host: Running) -> None:
    """The positive control: a number that no item has finds something."""
    fill(host, 2, "GEV-8")
    arm(host.database, Fault.DEAF_SEARCH)
    with visiting(line_to(host.port)) as visit, pytest.raises(ProcessError, match="doesn't filter"):
        Register(visit, Bill()).look()
    assert len(rows(host.database, "registrations")) == 2
