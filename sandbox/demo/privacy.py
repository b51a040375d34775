"""The demo's own proof: no CPR number and no citizen's name of the post is anywhere it must not be."""

from pathlib import Path
from typing import Any

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from sandbox.demo.services import House
from sandbox.leaks import needles_of, search_bytes, search_file, search_folder, search_sqlite

CASE_DATA = frozenset(
    {
        *("items.payload", "checkpoints.result", "receipts.data", "questions.candidates"),
        *("readings.result", "corrections.value", "proposed_answers.given"),
    }
)
"""The columns of ours that hold case data; retention neutralises them."""


def leaks(house: House, truth: list[dict[str, Any]]) -> list[str]:
    """Where one stands that must not: Prefect's database and files, logs, the ledger's side of ours, sent mail, the report."""
    personal = {one["cpr"] for one in truth if one.get("cpr")} | {
        name for one in truth for name in one.get("names", ())
    }
    needles = needles_of(personal)
    found = search_folder(house.folder / "prefect", needles) + search_folder(house.folder / "report", needles)
    found += search_sqlite(house.folder / "prefect" / "prefect.db", needles)
    found += search_file(house.folder / "services.log", needles)
    found += _outside_case_data(house.folder / "data" / "gevinst.sqlite", needles)
    return [f"personal data in {place}" for place in found + _sent(needles)]


def _outside_case_data(database: Path, needles: dict[bytes, str]) -> list[str]:
    return [place for place in search_sqlite(database, needles) if place.split(": ")[1] not in CASE_DATA]


def _sent(needles: dict[bytes, str]) -> list[str]:
    with open_mailbox("helbredstillaeg", read_only=True) as box:
        found: list[str] = []
        for summary in box.mails(Folder.SENT):
            with box.mime(summary.id) as stream:
                found += [f"a sent mail{place}" for place in search_bytes(stream.read(), needles)]
    return found
