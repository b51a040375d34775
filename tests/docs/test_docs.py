"""The documentation names everything there is, says the defaults there are, and leads nowhere that isn't."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

from gevinst.cli import build
from gevinst.codes import Code
from gevinst.doctor import examine
from gevinst.items.choices import Choice
from gevinst.items.model import State
from gevinst.potentials.words import ACTIVITIES, KINDS, METHODS, PHASES
from gevinst.sampling.words import Result
from gevinst.settings import ROOT, Settings
from gevinst.store.engine import open_engine
from gevinst.store.migrate import upgrade

DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
_ELSEWHERE = ("http:", "https:", "mailto:")


def text(name: str) -> str:
    """One page of the documentation."""
    return (DOCS / name).read_text(encoding="utf-8")


def table(page: str, heading: str) -> dict[str, list[str]]:
    """The rows under a heading, by their first cell without backticks, up to the next heading of any level."""
    section = re.split(r"^#+ ", page.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
    return {row[0].strip("`"): row[1:] for row in rows}


def commands(app: App, path: str = "gevinst") -> Iterator[str]:
    """Every command a user can type, with its group before it."""
    for name in app:
        if not name.startswith("-"):
            inner = [*commands(app[name], f"{path} {name}")]
            yield from inner or [f"{path} {name}"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    """A relative link in a page names a file or folder of the repository."""
    links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not link.startswith(_ELSEWHERE)]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_setting_is_told_with_its_default() -> None:
    """Operations finds each setting in one table, with the default it really has, and none that doesn't exist.

    Those of the door and of production have a page of their own, which the settings' section of operations.md leads to.
    """
    section = text("operations.md").split("## Settings")[1].split("\n## ")[0]
    told = table(text("operations.md"), "Settings")
    for page in ("sign-in.md", "production.md"):
        assert f"({page})" in section
        assert not set(table(text(page), "Settings")) & {name for name in told if name.startswith("GEVINST_")}
        told |= table(text(page), "Settings")
    told = {name: cells for name, cells in told.items() if name.startswith("GEVINST_")}
    assert set(told) == {f"GEVINST_{name.upper()}" for name in Settings.model_fields}
    wrong = {}
    for name, field in Settings.model_fields.items():
        said, default = told[f"GEVINST_{name.upper()}"][0], field.default
        if isinstance(default, Path) and default.is_relative_to(ROOT):
            default = default.relative_to(ROOT)
        expected = "empty" if default in ("", None) else str(default).lower() if default is False else str(default)
        if said.partition(":")[0].strip("`") != expected:
            wrong[name] = said
    assert wrong == {}


def test_every_command_is_told() -> None:
    """Each command of the program is named in the list of commands, and the list names no other."""
    told = {name.strip("` ") for cell in table(text("commands.md"), "Commands") for name in cell.split(",")}
    told = {name.removesuffix(" FILE") for name in told if name.startswith("gevinst ")}
    assert told == set(commands(build()))


def test_every_finding_of_doctor_has_a_remedy_told(house: Path) -> None:
    """Whatever doctor may look at has a row that says what to do about it."""
    upgrade(open_engine())
    told = table(text("operations.md"), "`gevinst doctor`")
    assert {finding.name for finding in examine()} - set(told) == set()


def test_every_reason_is_told_who_acts_on_it() -> None:
    """Each code, or the group it begins with, stands in the table of reasons."""
    told = re.findall(r"`([a-z-]+)(…?)`", text("operations.md").split("### By reason")[1].split("\n## ")[0])
    whole = {name for name, more in told if not more}
    groups = tuple(name for name, more in told if more)
    assert [code for code in Code if code not in whole and not code.startswith(groups)] == []


def test_every_answer_is_explained_to_caseworkers() -> None:
    """Each choice a caseworker is offered stands in the table that says what it does."""
    assert set(Choice) - set(table(text("caseworkers.md"), "Svar på et spørgsmål")) == set()
    assert set(Result) - set(table(text("caseworkers.md"), "Stikprøven")) == set()


@pytest.mark.parametrize(
    "words",
    [
        [state.danish for state in State],
        [*Choice, *Result],
        [*KINDS.values(), *PHASES.values(), *METHODS.values()],
        list(ACTIVITIES.values()),
    ],
    ids=["states", "answers", "register", "activities"],
)
def test_the_glossary_has_the_words_people_meet(words: list[str]) -> None:
    """What the screens and lists say in Danish stands in the glossary."""
    glossary = text("glossary.md")
    assert [word for word in words if word not in glossary] == []


def test_whoever_begins_is_told_where_the_log_and_the_check_before_production_are() -> None:
    """By the list in Danish, and in operations' page of what is written down."""
    begins = text("idriftsaettelse.md")
    for told in ("GEVINST_PRODUCTION=true", "production.md", "`/adgangslog`", "gevinst backup make"):
        assert told in begins
    assert "`/adgangslog`" in text("sign-in.md").partition("## What is written down")[2]


def test_the_readme_is_one_screen_and_names_the_commands() -> None:
    """The README fits on a screen, names what sets up, runs and tests, and says what it isn't for yet."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 60
    for needed in ("make demo", "make test", "make check", "Not for real personal data until sign-in is on"):
        assert needed in readme
