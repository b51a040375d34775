"""The page and the Excel file: Danish, self-contained, honest about their basis, and without personal data."""

import json
import re
from datetime import date, datetime
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, update

from gevinst.reports import danish
from gevinst.reports.as_json import figures_as_json
from gevinst.reports.excel import write_workbook
from gevinst.reports.figures import Figures, compute_figures
from gevinst.reports.page import render_page
from gevinst.store.tables import items, ledger_exceptions, periods, potentials
from tests.gevinst.reports.conftest import Post, item_of


class Text(HTMLParser):
    """What a reader sees of a page, and what it would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what would be loaded."""
        self.open.append(tag)
        loads = ("src", "href", "xlink:href", "action", "srcset")
        self.fetched += [value for name, value in attrs if name in loads and value and not value.startswith("#")]

    def handle_data(self, data: str) -> None:
        """Note the text."""
        if self.open and self.open[-1] != "style":
            self.seen.append(data)

    @property
    def text(self) -> str:
        """The text with single spaces."""
        return " ".join(" ".join(self.seen).split())


@pytest.fixture
def figures(ledger: Engine, post: Post) -> Figures:
    """A little of everything, in two months."""
    first = post(date(2026, 10, 5), 7200)
    item = item_of(ledger, first)
    post(date(2026, 10, 5), 600, activity="file", item_id=item)
    post(date(2026, 11, 3), 600, kind="human time", item_id=item, baseline_id=None, source="estimate")
    post(date(2026, 11, 4), 5400, potential_id="P-101")
    with ledger.connect() as connection:
        return compute_figures(connection, "2026-11")


def test_the_page_says_the_three_things_apart(figures: Figures) -> None:
    """Expected, registered and harvested each stand alone; registered time is never called saved."""
    text = Text(render_page(figures)).text
    for word in ("Forventet", "Registreret frigjort tid", "Hjemtaget", "Vejen til 40 årsværk", "Foreløbig", "skønnet"):
        assert word in text
    assert "spare" not in text.lower()
    assert "besparelse" not in text.lower()
    assert "Illustrativ" in text


def test_every_figure_has_its_basis(figures: Figures) -> None:
    """Each section with figures prints what they rest on: hours, rate, source, and that rounding happened once."""
    page = render_page(figures)
    sections = re.findall(r"<(?:section|article)\b.*?</(?:section|article)>", page, re.DOTALL)
    with_figures = [part for part in sections if "<td" in part or 'class="figure"' in part]
    assert len(with_figures) >= 6
    for part in with_figures:
        assert 'class="basis"' in part or "Kilde" in part
    text = Text(page).text
    for basis in (
        "1.924 timer (37 timer × 52 uger, brutto)",
        "400 kr. pr. time",
        "prisniveau 2018",
        "20 mio. kr. / 40",
    ):
        assert basis in text


def test_the_target_rate_stands_on_a_line_of_its_own(figures: Figures) -> None:
    """It would always prove itself, so it isn't the value of anything."""
    row = next(row for row in re.findall(r"<tr>.*?</tr>", render_page(figures), re.DOTALL) if "Målsats" in row)
    assert "Lønsats" not in row
    assert danish.number(figures.now.rolling.net_fte * 500_000) in row


def test_the_page_needs_nothing_from_outside(figures: Figures) -> None:
    """No script, font, picture or link: it can be mailed, kept and printed."""
    page = render_page(figures)
    parsed = Text(page)
    assert parsed.fetched == []
    assert "<script" not in page
    assert "@import" not in page
    assert "url(" not in page.replace("url(#", "")
    assert page.count("<svg") == 1
    assert "default-src 'none'" in page


def test_titles_from_the_list_are_text_and_never_markup(figures: Figures) -> None:
    """What somebody typed into the list can't become part of the page."""
    page = render_page(figures)
    assert "Potentiale P-042 &lt;b&gt;" in page
    assert "P-042 <b>" not in page


def test_the_same_figures_give_the_same_page(figures: Figures) -> None:
    """Nothing random or dated is in it but the time it was made, which the figures carry."""
    assert render_page(figures) == render_page(figures)


def test_doubts_are_printed_and_not_hidden(ledger: Engine, post: Post) -> None:
    """Unposted activities, open and closed months: the reader is told."""
    item = item_of(ledger, post(date(2026, 10, 5), 60))
    with ledger.begin() as connection:
        connection.execute(
            ledger_exceptions.insert().values(
                item_id=item, activity="x", units=1, robot_ms=0, reason="no baseline", occurred_at=1, recorded_at=1
            )
        )
        connection.execute(update(periods).values(closed_at=1, hash="abc123", entry_count=1, seconds=60))
        connection.execute(update(potentials).values(illustrative=False))
        text = Text(render_page(compute_figures(connection, "2026-10"))).text
    assert "1 udførte aktiviteter mangler" in text
    assert "oktober 2026 er lukket med kontrolsum abc123" in text
    assert "Illustrativ." not in text


def test_the_sum_of_cases_is_printed_and_checked(ledger: Engine, post: Post) -> None:
    """The equation stands on the page with whether it holds, and what is missing where it doesn't."""
    item = item_of(ledger, post(date(2026, 10, 5), 60))
    with ledger.begin() as connection:
        assert (
            "1 afsluttede = 1 med posteringer + 0 med registreret grund: det stemmer."
            in Text(render_page(compute_figures(connection, "2026-10"))).text
        )
        like = connection.execute(items.select().where(items.c.id == item)).one()._asdict()
        other = like | {"id": item + 1, "reference": "other", "potential_id": "P-042"}
        connection.execute(items.insert().values(other))
        text = Text(render_page(compute_figures(connection, "2026-10"))).text
    assert "2 afsluttede = 1 med posteringer + 0 med registreret grund: det stemmer ikke; 1 mangler." in text
    assert "Tallene er ikke til at stole på" in text


def test_what_a_potential_costs_and_when_it_is_paid_back(ledger: Engine, post: Post) -> None:
    """Hours and kroner by what for, and the month; not yet where it isn't."""
    cost = {"kind": "cost", "source": "cost", "baseline_id": None}
    post(date(2026, 9, 5), 3600, activity="development", source_key="1", amount_ore=40_000, **cost)
    post(date(2026, 10, 5), 7200)
    post(date(2026, 10, 5), 0, activity="licence", source_key="2", amount_ore=1_000_000, potential_id="P-101", **cost)
    with ledger.connect() as connection:
        page = render_page(compute_figures(connection, "2026-10"))
    section = page[page.index('<section id="pay-back">') :]
    rows = [Text(row).text for row in re.findall(r"<tr>.*?</tr>", section, re.DOTALL)[2:4]]
    assert rows == [
        "P-042 Potentiale P-042 <b> 1,0 400 0,0 0 0,0 0 800 800 0 okt. 2026",
        "P-101 Potentiale P-101 <b> 0,0 0 0,0 10.000 0,0 0 10.000 0 \u221210.000 endnu ikke",
    ]


def test_an_empty_ledger_makes_a_page_too(ledger: Engine, house: Path) -> None:
    """The first report is made before the first case."""
    with ledger.connect() as connection:
        found = compute_figures(connection)
    assert "Der er ingen posteringer endnu." in Text(render_page(found)).text
    write_workbook(found, house / "empty.xlsx")
    assert load_workbook(house / "empty.xlsx")["Måneder"].max_row > 40


def test_the_workbook_holds_exact_values(figures: Figures, house: Path) -> None:
    """Cells aren't rounded, headings stay in view, months are dates, and numbers show as the reader's Excel writes them."""
    write_workbook(figures, house / "r.xlsx")
    book = load_workbook(house / "r.xlsx")
    sheet = book["Potentiale og måned"]
    heading = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heading, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert len(rows) == 3
    assert sum(float(str(row["Netto, sekunder"])) for row in rows) == 7200 + 5400 - 600
    assert sum(float(str(row["Netto, årsværk"])) for row in rows) == pytest.approx(
        float(figures.now.rolling.net_fte), rel=1e-12
    )
    assert sheet.freeze_panes == "A2"
    assert [row["Måned"] for row in rows] == [datetime(2026, 10, 1), datetime(2026, 11, 1), datetime(2026, 11, 1)]  # noqa: DTZ001
    assert sheet.cell(2, heading.index("Netto, årsværk") + 1).number_format == "#,##0.00"
    assert "ILLUSTRATIV" in str([row[0].value for row in book["Om tallene"].iter_rows()])


def test_the_figures_as_json_are_whole_seconds(figures: Figures) -> None:
    """For programs: seconds as integers, fractions as decimal text, and the basis with them."""
    data = json.loads(json.dumps(figures_as_json(figures), default=str))
    assert data["rolling_12_months"]["net_seconds"] == 12_000
    assert data["rolling_12_months"]["human_estimated_seconds"] == 600
    assert len(data["parameters"]) == 5
    assert data["year_to_date"]["gross_seconds"] == 12_600
    assert data["completed_cases"]["ever"]["completed"] == data["completed_cases"]["ever"]["with_entries"] == 2


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 1000), 2, "< 0,01"),
        (0, 2, "0,00"),
        (-1234567, 0, "\u22121.234.567"),
        (Fraction(-1, 1000), 1, "0,0"),
        (Fraction(1234567, 100), 1, "12.345,7"),
    ],
)
def test_numbers_are_danish_and_rounded_half_up(value: int | Fraction, decimals: int, shown: str) -> None:
    """Once, from the exact value; too little to see is said to be little."""
    assert danish.number(value, decimals) == shown
