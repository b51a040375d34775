"""English by a switch: nothing is left in Danish, and numbers, months and days are written as the English do."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine

from gevinst.cli.report import report
from gevinst.codes import Code
from gevinst.profile import load_profile
from gevinst.reports.figures import Figures, compute_figures
from gevinst.reports.language import CATALOGUES, DANISH, Language, catalogue, language_of
from gevinst.reports.page import render_page
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.reports.conftest import Post, item_of
from tests.gevinst.reports.messages import messages

FILLED_IN = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+>")


@dataclass(frozen=True)
class Marked(Language):
    """A language in which every sentence is told by its marks."""

    def text(self, message: str) -> str:
        """Between brackets."""
        return f"[{message}]"

    def month(self, month: str) -> str:
        """Its names are no sentences; another test looks at them."""
        return month

    short_month = month

    def day(self, day: date) -> str:
        """As `month`."""
        return day.isoformat()

    def moment(self, instant_us: int) -> str:
        """As `month`."""
        return str(instant_us)


class Shown(HTMLParser):
    """All that a page says: its text, and what is told of it to those who can't see it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is said of an element."""
        self.inside = tag
        self.said += [value for name, value in attrs if name in ("aria-label", "title", "alt") and value]

    def handle_data(self, data: str) -> None:
        """Note the text."""
        if self.inside not in ("style", "code"):
            self.said.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Text after an element is its parent's."""
        self.inside = ""


@pytest.fixture
def figures(ledger: Engine, post: Post) -> Figures:
    """A little of everything."""
    item = item_of(ledger, post(date(2026, 10, 5), 7_200_000))
    post(date(2026, 11, 3), 600, kind="human time", item_id=item, baseline_id=None, source="estimate")
    cost = {"kind": "cost", "activity": "licence", "source": "cost", "baseline_id": None, "source_key": "1"}
    post(date(2026, 11, 4), 60, amount_ore=123_400, **cost)
    with ledger.connect() as connection:
        return compute_figures(connection, "2026-11")


def test_every_sentence_has_its_english_one() -> None:
    """All that the templates, the code and the lists they draw on can say is in the catalogue, with the same places to fill."""
    english = catalogue()
    assert messages() - set(english) == set()
    for message, translated in english.items():
        assert sorted(FILLED_IN.findall(message)) == sorted(FILLED_IN.findall(translated)), message


def test_no_sentence_is_translated_twice() -> None:
    """The second line would silently win."""
    nodes = [yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader) for path in CATALOGUES]
    lines = [key.value for node in nodes if isinstance(node, yaml.MappingNode) for key, _ in node.value]
    assert len(lines) > len(Code)
    assert len(lines) == len(set(lines))


@ON_SQLITE
def test_the_page_says_nothing_that_is_not_in_the_catalogue(figures: Figures) -> None:
    """With every sentence marked, only names, titles and sources that people wrote stand outside the marks."""
    page = render_page(figures, Marked())
    profile = load_profile()
    written = {
        profile.name,
        profile.department,
        *(each.source for each in figures.parameters),
        *figures.titles.values(),
    }
    written |= {line.title for lines in (figures.units, figures.agents) for line in lines} | set(figures.titles)
    written |= {each.unit for each in figures.ranking.lowest}
    left = " ".join(Shown(page).said)
    while (bare := re.sub(r"\[[^\[\]]*\]", " ", left)) != left:
        left = bare
    for each in sorted(written, key=len, reverse=True):
        left = left.replace(each, " ")
    assert re.findall(r"[^\W\d_]{2,}", left) == []


@ON_SQLITE
def test_the_english_page_is_written_in_english(figures: Figures) -> None:
    """Numbers, months and days, and the language it says it is in."""
    page = render_page(figures, language_of("en"))
    assert '<html lang="en">' in page
    text = " ".join(" ".join(Shown(page).said).split())
    for said in ("Up to and with November 2026", "2,000.0", "31 December 2026", "Oct 2026", "The way to 40 FTE"):
        assert said in text
    assert "november" not in text


def test_numbers_and_days_in_both_languages() -> None:
    """From the same exact values, rounded once."""
    english = language_of("en")
    assert (DANISH.number(Fraction(12345, 10), 1), english.number(Fraction(12345, 10), 1)) == ("1.234,5", "1,234.5")
    assert (DANISH.percent(Fraction(1, 3)), english.percent(Fraction(1, 3))) == ("33 %", "33%")
    assert (DANISH.day(date(2026, 3, 1)), english.day(date(2026, 3, 1))) == ("1. marts 2026", "1 March 2026")
    assert (DANISH.short_month("2026-05"), english.short_month("2026-05")) == ("maj 2026", "May 2026")
    assert english.moment(0) == "1 January 1970 at 01:00"


@ON_SQLITE
def test_the_switch_writes_a_file_of_its_own(ledger: Engine, house: Path) -> None:
    """Beside the Danish one, which stays."""
    report(into=house / "report", month="2026-11")
    report(into=house / "report", month="2026-11", language="en")
    pages = {path.name: path.read_text(encoding="utf-8") for path in (house / "report").glob("*.html")}
    assert 'lang="da"' in pages["frigjort-tid-2026-11.html"]
    assert 'lang="en"' in pages["frigjort-tid-2026-11-en.html"]
