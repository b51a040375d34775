"""Where a field may stand, besides beside a label: an area, a pattern, a constant; how far each is believed; other locales."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.documents.extracted import Extraction
from gevinst.codes import Code
from gevinst.errors import ConfigurationError
from tests.connectors.documents.written import read


def value(found: Extraction, name: str = "felt") -> object:
    """What was read, and nothing else said."""
    assert found.fields[name].problem is None
    return found.fields[name].value


def test_a_field_at_a_place_is_read_whatever_stands_beside_it(tmp_path: Path) -> None:
    """A form without labels: 20 mm down the page and 100 mm in, the journal number."""
    area = {"left": 95, "top": 15, "width": 60, "height": 15}
    found = read(tmp_path, {"felt": {"type": "code", "areas": [area]}}, [(300, 780, "J-2026-17"), (300, 600, "X-1")])
    assert value(found) == "J-2026-17"
    (evidence,) = found.fields["felt"].evidence
    assert (evidence.rule, evidence.page, evidence.raw.reveal()) == ("in area", 1, "J-2026-17")


def test_an_area_on_another_page_is_not_looked_at(tmp_path: Path) -> None:
    """What stands at the same place on the first page isn't it."""
    area = {"page": 2, "left": 0, "top": 0, "width": 200, "height": 200}
    found = read(tmp_path, {"felt": {"type": "code", "areas": [area]}}, [(300, 780, "J-2026-17")])
    assert found.fields["felt"].value is None


def test_a_pattern_reads_across_a_line(tmp_path: Path) -> None:
    """Text that stands apart on one line is one line; the group is the value, and its box the part it fills."""
    rule = {"type": "code", "patterns": [r"Journal nr (\S+)"]}
    found = read(tmp_path, {"felt": rule}, [(60, 700, "Deres brev. Journal nr 2026-17 af i dag")])
    assert value(found) == "2026-17"
    (evidence,) = found.fields["felt"].evidence
    assert evidence.box is not None
    assert evidence.box.left > 100


def test_two_matches_that_differ_contradict_each_other(tmp_path: Path) -> None:
    """Never the first, never the last: a person."""
    rule = {"type": "code", "patterns": [r"Journal nr (\S+)"]}
    found = read(tmp_path, {"felt": rule}, [(60, 700, "Journal nr 2026-17"), (60, 600, "Journal nr 2026-18")])
    assert found.fields["felt"].problem is Code.CONFLICTING_VALUES


def test_what_only_a_pattern_found_isn_t_believed_where_more_is_asked(tmp_path: Path) -> None:
    """The template's least trust: a label is enough, a pattern alone is as if nothing stood there."""
    rule = {
        "type": "amount",
        "labels": ["Pris"],
        "patterns": ["i alt (.+)$"],
        "trust": "label",
        "required_for": ["brev"],
    }
    found = read(tmp_path, {"felt": rule}, [(60, 700, "Vi betaler i alt 500,00")])
    assert found.fields["felt"].problem is Code.FIELD_MISSING
    both = read(tmp_path, {"felt": rule}, [(60, 700, "Vi betaler i alt 500,00"), (60, 650, "Pris: 500,00")])
    assert value(both) == Decimal("500.00")
    two = read(tmp_path, {"felt": rule}, [(60, 700, "Vi betaler i alt 400,00"), (60, 650, "Pris: 500,00")])
    assert two.fields["felt"].problem is Code.CONFLICTING_VALUES


def test_a_constant_holds_for_every_document(tmp_path: Path) -> None:
    """An issuer with a template of its own needn't be looked for."""
    found = read(tmp_path, {"felt": {"type": "text", "constant": "Optik Sandkassen"}}, [])
    assert value(found) == "Optik Sandkassen"


@pytest.mark.parametrize(
    ("locale", "amount", "day", "expected"),
    [
        ("da", "1.234,50", "3/4-2026", date(2026, 4, 3)),
        ("en-GB", "1,234.50", "03/04/2026", date(2026, 4, 3)),
        ("en-US", "$1,234.50", "03/04/2026", date(2026, 3, 4)),
        ("en-US", "1234.50 USD", "March 4, 2026", date(2026, 3, 4)),
        ("en-GB", "£1,234.50", "4th March 2026", date(2026, 3, 4)),
        ("de", "1.234,50 EUR", "4. März 2026", date(2026, 3, 4)),
        ("fr", "1 234,50 €", "4 mars 2026", date(2026, 3, 4)),
        ("nl", "€ 1.234,50", "4 maart 2026", date(2026, 3, 4)),
    ],
)
def test_a_declared_country_s_way_is_read(tmp_path: Path, locale: str, amount: str, day: str, expected: date) -> None:
    """The same marks are other numbers elsewhere; the template says where it is from."""
    fields = {"sum": {"type": "amount", "labels": ["Sum"]}, "dag": {"type": "date", "labels": ["Day"]}}
    found = read(tmp_path, fields, [(60, 700, f"Sum: {amount}"), (60, 650, f"Day: {day}")], locale=locale)
    assert (value(found, "sum"), value(found, "dag")) == (Decimal("1234.50"), expected)


@pytest.mark.parametrize(
    ("locale", "amount"),
    [
        ("da", "1,234.50"),
        ("en-GB", "1.234,50"),
        ("en-US", "12,34.50"),
        ("de", "1,234.50"),
        ("en-GB", "-5.00-"),
        ("fr", "1,5"),
    ],
)
def test_another_country_s_way_is_refused(tmp_path: Path, locale: str, amount: str) -> None:
    """Never read half: the document goes to a person."""
    found = read(tmp_path, {"sum": {"type": "amount", "labels": ["Sum"]}}, [(60, 700, f"Sum: {amount}")], locale=locale)
    assert found.fields["sum"].problem is Code.CHECK_FAILED


@pytest.mark.parametrize("sign", ["-5.00", "(5.00)", "5.00-", "- $5.00", "$-5.00"])
def test_a_minus_is_never_lost(tmp_path: Path, sign: str) -> None:
    """A credit note is no bill, in any country."""
    found = read(tmp_path, {"sum": {"type": "amount", "labels": ["Sum"]}}, [(60, 700, f"Sum: {sign}")], locale="en-US")
    assert value(found, "sum") == Decimal("-5.00")


def test_a_country_nobody_described_is_named(tmp_path: Path) -> None:
    """The template says `locale: sv`; the ones there are, are listed."""
    with pytest.raises(ConfigurationError, match="there is no locale 'sv'; known: da, en-GB"):
        read(tmp_path, {"sum": {"type": "amount", "labels": ["Sum"]}}, [], locale="sv")


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("pnumber", "1003456789", "1003456789"),
        ("gln", "5798000416604", "5798000416604"),
        ("iban", "DK50 0040 0440 1162 43", "DK5000400440116243"),
        ("case", "27.03.00-G01-12-24", "27.03.00-G01-12-24"),
        ("number", "2,5", Decimal("2.5")),
        ("code", "2026-17/B", "2026-17/B"),
    ],
)
def test_every_type_reads_what_it_is(tmp_path: Path, kind: str, said: str, expected: object) -> None:
    """Beside a label, strictly."""
    found = read(tmp_path, {"felt": {"type": kind, "labels": ["Felt"]}}, [(60, 700, "Felt:"), (200, 700, said)])
    assert value(found) == expected


def test_a_municipality_s_own_case_numbers(tmp_path: Path) -> None:
    """Each system numbers cases its own way; the template's pattern replaces KLE's."""
    rule = {"type": "case", "pattern": r"S\d{4}-\d+", "labels": ["Sag"]}
    assert value(read(tmp_path, {"felt": rule}, [(60, 700, "Sag: S2026-1")])) == "S2026-1"
    assert read(tmp_path, {"felt": rule}, [(60, 700, "Sag: 27.03.00-G01-12-24")]).fields["felt"].problem is not None
