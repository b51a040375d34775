"""The golden set in its small form: nothing wrong is accepted; and a judge that can say so."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sandbox.golden.browser import browser_executable
from sandbox.golden.generate import generate
from sandbox.golden.judging import Judged, judge
from sandbox.golden.plan import plan

COUNT, SEED = 18, 4


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A small set with its truth."""
    folder = tmp_path_factory.mktemp("golden")
    with ThreadPoolExecutor(1) as thread:  # of its own: on this one an earlier test's browser may be open
        truth = thread.submit(lambda: generate(plan(COUNT, SEED), folder, browser=browser_executable())).result()
    return folder, truth


def test_nothing_wrong_is_accepted(made: tuple[Path, list[dict[str, Any]]]) -> None:
    """Every field of every file is right or a person's; most are right; what only a person may settle goes to one."""
    folder, truth = made
    judged = [judge(folder, entry) for entry in truth]
    assert [(each.file, each.wrong) for each in judged if each.wrong] == []
    assert _share(each for each in judged if not each.scanned and not each.was_doubtful) >= 0.95
    assert any(each.scanned for each in judged)
    assert all(each.reason for each in judged if each.was_doubtful)


def test_a_truth_that_says_something_else_is_wrong_and_accepted(made: tuple[Path, list[dict[str, Any]]]) -> None:
    """The judge isn't blind: each field in turn is given another truth, and each is counted."""
    folder, truth = made
    entry = next(each for each in truth if each["problem"] is None and not each["scanned"] and not each["lines"])
    assert judge(folder, entry).wrong == ()
    for name in entry["fields"]:
        other = dict(entry["fields"]) | {name: "noget andet"}
        assert name in judge(folder, entry | {"fields": other}).wrong


def _share(judged: Iterator[Judged]) -> float:
    counted = list(judged)
    return sum(len(each.right) for each in counted) / sum(each.fields for each in counted)
