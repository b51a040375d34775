"""The walk-through for an old system, followed as it is written: what it builds books once, and stops at a changed screen."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

from gevinst.codes import Code
from gevinst.settings import ROOT
from gevinst.store.engine import open_engine, reading
from gevinst.store.tables import items, journal, ledger_entries, receipts
from sandbox.erp.server import Both, running
from tests.docs.following import Follower, files_of

PARTS = [ROOT / "docs" / name for name in ("automating-a-system.md", "automating-a-system-flow.md")]
PAGE = "\n".join(part.read_text(encoding="utf-8") for part in PARTS)
PORTS = ("8720", "8721")
OURS = 'lint.isort.known-first-party = ["gevinst", "connectors", "tasks", "flows"]'
"""Told to ruff, since the page's own modules lie nowhere."""
SCREEN = "kontering.pages.InvoicePage"
SHIPPED = Path("connectors/kontering/fingerprints/InvoicePage.txt")
EVIDENCE = Path("var/try/data/evidence")
DRY, RECEIPT = "Prøvekørsel: intet er gemt eller sendt", "Sagerne i denne kørsel"


@pytest.fixture
def erp(house: Path) -> Iterator[Both]:
    """The system that the page starts, with its books where the page has them."""
    with running(house / "var" / "try" / "erp.sqlite") as both:
        yield both


@pytest.fixture
def reader(erp: Both, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Follower]:
    """Somebody who follows both parts, in an empty folder that is laid over the repository."""
    page = PAGE
    for port, at in zip(PORTS, (erp.url, erp.identity.url), strict=True):
        assert port in page
        page = page.replace(port, at.rpartition(":")[2])
    reader = Follower(page, "kontering", monkeypatch, capsys)
    yield reader
    reader.forget()


def rows(table: Table) -> list[Any]:
    """What our database holds, the oldest first."""
    with reading(open_engine()) as connection:
        return list(connection.execute(table.select().order_by(table.c[0])))


def booked(erp: Both) -> list[str]:
    """The texts of the system's vouchers."""
    return [voucher["reference"] for voucher in erp.system.rows("vouchers")]


def told(artifact: str, column: str) -> list[str]:
    """One column of what a caseworker reads of a run."""
    return [row[column] for row in json.loads(artifact)]


@pytest.mark.parametrize(("path", "text"), files_of(PAGE).items(), ids=files_of(PAGE))
def test_its_files_are_in_house_style(path: str, text: str) -> None:
    """What a developer copies from the page passes the checks that everything passes."""
    for command in (["check", "--ignore", "INP001", "--config", OURS], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "--stdin-filename", path, "-"]
        done = subprocess.run(ruff, cwd=ROOT, input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("orchestrator")
def test_its_flow_ends_as_the_page_says(reader: Follower, erp: Both) -> None:
    """What comes is booked once and proven; a lost answer is read back; a renamed field stops the case until it is accepted."""
    reader.follow("5. The potential")
    assert_asked_first(reader, erp)
    reader.follow("7. Break it")
    assert_booked_once(reader, erp)
    reader.follow()
    assert_stopped_and_mended(reader)
    assert booked(erp) == ["GEV-1", "GEV-2", "GEV-3"]
    assert [item.state for item in rows(items)] == ["completed"] * 3


def assert_asked_first(reader: Follower, erp: Both) -> None:
    """The first look at the screen stopped and said what to do; what a person accepted is shipped with the code."""
    assert reader.stopped is not None
    assert f"`gevinst pages accept {SCREEN}`" in reader.stopped.detail
    assert '+textbox "Omkostningssted"' in reader.said[0]
    assert 'textbox "Konto"' in SHIPPED.read_text(encoding="utf-8")
    assert booked(erp) == []


def assert_booked_once(reader: Follower, erp: Both) -> None:
    """The dry run left everything where it was; the real one booked, proved, counted and reported one invoice."""
    dry, real = reader.runs
    assert told(dry.artifacts[DRY], "Ville ske") == ["ville blive klaret af robotten"] * 3
    assert told(real.artifacts[RECEIPT], "Sag") == ["GEV-1"]
    (voucher,) = erp.system.rows("vouchers")
    assert (voucher["reference"], voucher["invoice"]) == ("GEV-1", 1)
    assert json.loads(voucher["lines"]) == [{"account": "52110000", "cost_centre": "40010", "amount": "97.291,05"}]
    assert [(line.item_id, line.kind) for line in rows(journal)] == [(1, "intent"), (1, "receipt")]
    (receipt,) = rows(receipts)
    assert receipt.data["number"] == str(voucher["number"])
    (entry,) = rows(ledger_entries)
    assert (entry.potential_id, entry.activity, entry.seconds) == ("P-901", "register", 240)
    assert "GEV-1" in report_named_in(reader.said[-1])
    assert [item.state for item in rows(items)] == ["completed", "new", "new"]


def assert_stopped_and_mended(reader: Follower) -> None:
    """The case stopped before anything was typed, left evidence and the run its report; mended, it went through."""
    _, _, lost, changed, mended = reader.runs
    assert told(lost.artifacts[RECEIPT], "Forklaring") == [""]
    assert told(changed.artifacts[RECEIPT], "Forklaring") == [Code.SCREEN_CHANGED.sentence]
    (claim,) = EVIDENCE.glob("GEV-3/*")
    assert "Rest: 85.932,36" in (claim / "page.txt").read_text(encoding="utf-8")
    assert (claim / "page.png").read_bytes().startswith(b"\x89PNG")
    (report,) = [said for said in reader.said if "1 fejlet" in said]
    assert "+textbox &#34;Artskonto&#34;" in report_named_in(report)
    assert any('+textbox "Artskonto"' in said for said in reader.said)
    assert told(mended.artifacts[RECEIPT], "Sag") == ["GEV-3"]


def report_named_in(said: str) -> str:
    """The report that `gevinst runs show` names in its last line."""
    return Path(said.splitlines()[-1]).read_text(encoding="utf-8")
