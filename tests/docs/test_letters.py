"""What authors of letters are told holds of the letters: each way they are shown finds its value."""

import re
from pathlib import Path

import pytest

from gevinst.settings import ROOT
from tests.connectors.letters.template_files import control, letter_of, paragraph, run, table

PAGE = (ROOT / "docs" / "adding-a-process.md").read_text(encoding="utf-8")
SECTION = PAGE.split("### Three ways to put a value in\n")[1].split("\n## ")[0]
WAYS: list[tuple[str, str]] = re.findall(r"^\|[^|]*\| (?:tag )?`([^`]+)`[^|]*\| `([^`]+)` \|$", SECTION, re.MULTILINE)


def test_every_way_is_told() -> None:
    """A placeholder, one with a Danish letter, a control and a mark."""
    assert len(WAYS) == 4


@pytest.mark.parametrize(("written", "name"), WAYS)
def test_each_example_finds_its_value(tmp_path: Path, written: str, name: str) -> None:
    """As it stands on the page."""
    block = written if written[0] in "[{" else paragraph(control(run("x"), tag=written))
    assert letter_of(tmp_path, block, **{name: "Agnes"}).startswith("Agnes")


def test_the_marks_and_brackets_shown_do_what_is_said(tmp_path: Path) -> None:
    """Conditions, rows of a table, and brackets that are read."""
    shown = re.findall(r"`([^`]+)`", SECTION)
    begin, end, row = (
        next(each for each in shown if each.startswith(mark)) for mark in ("{%tr for", "{%tr endfor", "{{ bilag")
    )
    chosen = f"{next(each for each in shown if each.startswith('{% if'))}Det haster.{{% endif %}}"
    assert {"{% endif %}", "[ ]", "[…]", "[[sic]]"} <= set(shown)
    text = letter_of(
        tmp_path, table((begin,), (row,), (end,)), chosen, "[[sic]] [ ] […]", liste=[{"navn": "Regning"}], haster=True
    )
    assert text.startswith("Regning Det haster. [sic] [ ] […]")
