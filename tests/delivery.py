"""The sandbox's whole post, made once a session: LibreOffice and a browser print a part of it, which costs seconds."""

import email
import email.policy
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from connectors.browser.finding import find_browser
from sandbox.people import ORDINARY
from sandbox.post.generate import TRUTH, generate
from sandbox.post.paper import Paper
from sandbox.post.plan import LAYOUTS, Sample, demo, extra

KINDS = ("prisoverslag", "regning", "bilag")


@dataclass(frozen=True)
class Delivery:
    """A folder of mails, the plan they were made from and the truth that was written beside them."""

    folder: Path
    plan: list[Sample]
    truth: list[dict[str, Any]]

    def mail(self, name: str) -> EmailMessage:
        """One mail by its file's name."""
        content = (self.folder / name).read_bytes()
        return email.message_from_bytes(content, policy=email.policy.default)

    def files(self, name: str) -> list[tuple[str, bytes]]:
        """A mail's attachments, by the name each was sent under."""
        attachments = self.mail(name).iter_attachments()
        return [(str(each.get_filename()), bytes(each.get_content())) for each in attachments]


def every_layout() -> list[Sample]:
    """One document of each kind in each layout, all different."""
    return [Sample(f"{kind}-{layout}", papers=((paper, layout),)) for paper, kind, layout in _papers()]


def _papers() -> Iterator[tuple[Paper, str, str]]:
    for number, (layout, kind) in enumerate((layout, kind) for layout in LAYOUTS for kind in KINDS):
        paper = Paper(
            kind=kind,
            person=ORDINARY[number],
            treatment=("Tandprotese, overmund", "Briller med slebne glas", "Høreapparat (2 stk.)")[number % 3],
            day=date(2026, 1 + number % 11, 1 + number),
            amount=Decimal(("1234.56", "999.00", "12345.67", "0.50", "100000.00")[number % 5]) + number,
            provider=("Tandklinikken Prøvetand", "Optik Æ & Ø <ApS>", "Fodplejen Eksempel")[number % 3],
            cvr="29189846",
        )
        yield paper, kind, layout


@pytest.fixture(scope="session")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    """The demo's forty mails."""
    return _generated(tmp_path_factory.getbasetemp(), "demo")


@pytest.fixture(scope="session")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    """One document of each kind in each layout, and the reasons for a person that didn't fit into forty mails."""
    return _generated(tmp_path_factory.getbasetemp(), "grid")


@cache
def _generated(base: Path, which: str) -> Delivery:
    folder = base / f"post-{which}"
    plan = demo() if which == "demo" else [*every_layout(), *extra()]
    with ThreadPoolExecutor(1) as thread:  # of its own: on this one an earlier test's browser may still be open
        thread.submit(_print, folder, None if which == "demo" else plan).result()
    truth = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    return Delivery(folder, plan, truth)


def _print(folder: Path, samples: list[Sample] | None) -> None:
    with sync_playwright() as playwright:
        browser = str(find_browser(playwright).executable)
    generate(folder, samples=samples, browser=browser)
