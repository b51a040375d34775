"""The demo's own proof: no CPR number and no citizen's name of the post is anywhere it must not be."""

from pathlib import Path
from typing import Any

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from sandbox.demo.services import House
from sandbox.leaks import needles_of, search_folder, search_sqlite

_CASE_DATA = frozenset({"items", "checkpoints", "receipts"})
"""The tables of ours that hold case data; retention neutralises them."""


def leaks(house: House, truth: list[dict[str, Any]]) -> list[str]:
    """Where a CPR number or a name stands that must not: Prefect's database and files, logs, ledger, sent mail, report."""
    needles = needles_of(
        {one["cpr"] for one in truth if one.get("cpr")} | {n for one in truth for n in one.get("names", [])}
    )
    found = _prefect(house, needles)
    for name in ("services.log",):
        found += [f"{name}: {place}" for place in search_folder_file(house.folder / name, needles)]
    found += search_folder(house.folder / "report", needles) if (house.folder / "report").exists() else []
    ours = search_sqlite(house.folder / "data" / "gevinst.sqlite", needles)
    found += [place for place in ours if place.split(": ")[1].split(".")[0] not in _CASE_DATA]
    return found + _sent(needles)


def _prefect(house: House, needles: dict[bytes, str]) -> list[str]:
    found = []
    for path in sorted((house.folder / "prefect").rglob("*")):
        if path.suffix == ".db":
            found += search_sqlite(path, needles)
        elif path.is_file() and not path.name.endswith(("-wal", "-shm")):
            found += [f"{path.name}: {place}" for place in search_folder_file(path, needles)]
    return found


def search_folder_file(path: Path, needles: dict[bytes, str]) -> list[str]:
    """One file of a folder."""
    return ["found"] if path.is_file() and any(needle in path.read_bytes() for needle in needles) else []


def _sent(needles: dict[bytes, str]) -> list[str]:
    with open_mailbox("helbredstillaeg", read_only=True) as box:
        found = []
        for summary in box.mails(Folder.SENT):
            with box.mime(summary.id) as stream:
                if any(needle in stream.read() for needle in needles):
                    found.append("a sent mail")
    return found
