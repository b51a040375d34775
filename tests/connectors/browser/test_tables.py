"""Tables: read by header over all pages of a list, into typed rows; what changed or doesn't add up is an error, not a guess."""

from decimal import Decimal

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.paging import NextLink, Pager
from connectors.browser.tables import ARIA, Table
from gevinst.errors import ProcessError
from tests.connectors.browser.sample_pages import COLUMNS, NEXT, NUMBERED, Bill, DrawnListing, Listing, table
from tests.connectors.browser.serving import Site

HEADERS = "Nummer|Beløb"
AMOUNTS = ("1,00", "2,50", "3,00", "4,00", "1.234,56")
BILLS = [
    Bill(f"A-{number}", Decimal(text.replace(".", "").replace(",", "."))) for number, text in enumerate(AMOUNTS, 1)
]
ROWS = [f"A-{number}|{text}" for number, text in enumerate(AMOUNTS, 1)]


def shown(case: CaseContext, html: str) -> Listing:
    """The list with this table, in one page."""
    case.page.set_content(f"<h1>Liste</h1>{html}")
    return Listing(case).shown()


def numbers(current: int, last: int) -> str:
    """A pager that shows three numbers at a time, and points beyond them."""
    first = (current - 1) // 3 * 3 + 1
    group = [
        f"<b>{n}</b>" if n == current else f"<a href='/{n}'>{n}</a>" for n in range(first, min(first + 3, last + 1))
    ]
    back = [f"<a href='/{first - 1}'>...</a>"] if first > 1 else []
    onwards = [f"<a href='/{first + 3}'>...</a>"] if first + 3 <= last else []
    return f"<p id=sider>{' '.join([*back, *group, *onwards])}</p>"


def onwards(current: int, last: int) -> str:
    """A pager with a link to the next page alone."""
    return f"<p id=sider>{f'<a href=/{current + 1}>Næste</a>' if current < last else ''}</p>"


PAGERS = {"next": (NEXT, onwards), "numbered": (NUMBERED, numbers)}


def test_columns_may_stand_anywhere(case: CaseContext) -> None:
    """In any order, with others between them, even such as have no name; an empty cell is what the column says."""
    page = shown(case, table("Beløb||Nummer", " 1,00 |x|A-1", "|y| A-2 "))
    assert page.bills().rows() == [Bill("A-1", Decimal("1.00")), Bill("A-2", None)]


def test_no_row_is_no_row(case: CaseContext) -> None:
    """An empty list has its headers all the same."""
    assert shown(case, table(HEADERS)).bills().rows() == []


@pytest.mark.parametrize(
    ("headers", "row", "said"),
    [
        ("Nummer|Sum", "A-1|1,00", "'Beløb' is there 0 times"),
        ("Nummer|Beløb|Beløb", "A-1|1,00|2,00", "'Beløb' is there 2 times"),
        (HEADERS, "ingen fundet", "another number of cells"),
        (HEADERS, "A-1|9.99", "Danish amount"),
    ],
)
def test_a_table_that_changed_is_not_guessed_at(case: CaseContext, headers: str, row: str, said: str) -> None:
    """Missing or doubled headers, rows of another width, values of another kind; the value itself isn't told."""
    with pytest.raises(ProcessError, match=said) as caught:
        shown(case, table(headers, row)).bills().rows()
    assert "9.99" not in caught.value.detail


@pytest.mark.parametrize("pager", PAGERS)
def test_a_list_is_read_to_its_last_page(case: CaseContext, site: Site, pager: str) -> None:
    """By a link onwards or by numbers, beyond those that are shown, too."""
    turning, drawn = PAGERS[pager]
    for number, row in enumerate(ROWS, 1):
        site.pages[f"/{number}"] = f"<h1>Liste</h1>{table(HEADERS, row)}{drawn(number, len(ROWS))}"
    case.page.goto(f"{site.url}/1")
    assert Listing(case).shown().bills(turning).rows() == BILLS


@pytest.mark.parametrize("pager", [NextLink(within="#sider", position="#sider b"), NUMBERED])
def test_a_list_that_its_script_turns_is_waited_for(case: CaseContext, site: Site, pager: Pager) -> None:
    """The next page is drawn only when its data came: the old rows still stand there, and are read once."""
    script = """<script>
        const draw = (n, rows) => document.body.innerHTML = `<h1>Liste</h1>${rows}<p id=sider>Side <b>${n}</b>`
            + (n < 3 ? ` <button onclick="turn(${n + 1})">${n + 1}</button><button onclick="turn(${n + 1})">Næste</button>` : '')
        const turn = n => fetch('/data' + n).then(got => got.text()).then(text => draw(n, text.split('>').slice(2).join('>')))
        turn(1)</script>"""
    site.pages["/"] = script
    for number, row in enumerate(ROWS[:3], 1):
        site.pages[f"/data{number}"] = table(HEADERS, row)
    case.page.goto(site.url)
    assert DrawnListing(case).shown().bills(pager).rows() == BILLS[:3]


@pytest.mark.parametrize(
    ("rows", "total", "said"), [(ROWS, 6, "says 6 rows and shows 5"), ([*ROWS, ROWS[0]], 6, "a row twice")]
)
def test_a_list_that_does_not_add_up_is_an_error(case: CaseContext, rows: list[str], total: int, said: str) -> None:
    """One that changes while it is read shows a row twice, or not at all."""
    with pytest.raises(ProcessError, match=said):
        shown(case, table(HEADERS, *rows)).bills(total=lambda: total).rows()


@pytest.mark.parametrize("number", ["A-1", "A-5"])
def test_a_row_is_found_on_whichever_page_it_stands(case: CaseContext, site: Site, number: str) -> None:
    """By the whole text of a cell in one column; the page it stands on is the one that is shown."""
    for place, row in enumerate(ROWS, 1):
        page = f"<h1>Liste</h1>{table(HEADERS, row)}{onwards(place, len(ROWS))}"
        site.pages[f"/{place}"] = page.replace("</td></tr>", f" <a href=/valgt{place}>Vis</a></td></tr>")
    case.page.goto(f"{site.url}/1")
    row = Listing(case).shown().bills(NEXT).row_with("Nummer", number)
    row.get_by_role("link", name="Vis").click()
    assert case.page.url == f"{site.url}/valgt{number[-1]}"


@pytest.mark.parametrize(
    ("rows", "said"), [(["A-11|1,00"], "isn't in the list"), (["A-1|1,00", "A-1|2,00"], "two rows")]
)
def test_no_row_or_two_is_an_error(case: CaseContext, rows: list[str], said: str) -> None:
    """A number that only begins alike is another row's; of two nobody knows which is meant."""
    with pytest.raises(ProcessError, match=said):
        shown(case, table(HEADERS, *rows)).bills().row_with("Nummer", "A-1")


def test_a_table_made_of_anything_is_read_by_its_roles(case: CaseContext) -> None:
    """Pages that draw their tables themselves say so to screen readers."""

    def row(text: str, role: str) -> str:
        return f"<div role=row>{''.join(f'<span role={role}>{each}</span>' for each in text.split('|'))}</div>"

    cells = "".join(row(each, "gridcell") for each in ROWS)
    page = shown(case, f"<div role=grid>{row(HEADERS, 'columnheader')}{cells}</div>")
    assert Table(page, "[role=grid]", Bill, COLUMNS, shape=ARIA).rows() == BILLS
