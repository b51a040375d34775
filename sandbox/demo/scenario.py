"""Lay the demo out: the register, the post in the mailbox, what the systems know already, and the two faults."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from connectors.digitalpost.local import LocalDigitalPost
from gevinst.values.cpr import Cpr
from sandbox.demo.checking import BEFORE, read_truth
from sandbox.demo.post_office import MailBy, put_down
from sandbox.demo.services import ROOT, House
from sandbox.legacy.state import Fault, arm, save_registration
from sandbox.people import PEOPLE

LIST = ROOT / "sandbox" / "potentials" / "potentialeliste-illustrativ.xlsx"
_LAID_OUT = "laid-out"


def lay_out(house: House, backend: MailBy) -> tuple[list[dict[str, Any]], int]:
    """Prepare everything once; returns the truth and how many mails are new this time."""
    gevinst("database", "upgrade")
    gevinst("potentials", "import", str(LIST), "--initials", "DEMO")
    mark = house.folder / _LAID_OUT
    if mark.exists():
        return read_truth(house.post), 0
    truth = lay_out_post(house, backend)
    mark.touch()
    return truth, len(truth)


def lay_out_post(house: House, backend: MailBy, *, every: int = 1) -> list[dict[str, Any]]:
    """Make the post, tell the systems what they know of it already, and let it arrive: every one, every second, third.

    Returns:
        The truth of the mails that arrived.
    """
    subprocess.run([sys.executable, "-m", "sandbox.post", str(house.post)], cwd=ROOT, check=True)
    truth = read_truth(house.post)[::every]
    _tell_the_systems(house, truth)
    put_down(house, backend, [house.post / one["mail"] for one in truth])
    return truth


def _tell_the_systems(house: House, truth: list[dict[str, Any]]) -> None:
    for person in PEOPLE:
        if person.exempt:
            LocalDigitalPost().exempt(Cpr.parse(person.cpr))
    for one in truth:
        if one["code"] == "already-registered":
            document = one["document"]
            year, month, day = document["day"].split("-")
            save_registration(
                house.pensys,
                {
                    "cpr": one["cpr"],
                    "kind": document["kind"].capitalize(),
                    "treatment": "Noget andet",
                    "treatment_date": f"{day}-{month}-{year}",
                    "amount": "1,00",
                    "cvr": document["cvr"],
                    "reference": BEFORE,
                },
            )
        if one.get("fault") == "drop after save":
            arm(house.pensys, Fault.DROP_AFTER_SAVE, match=one["cpr"])
        if one.get("fault") == "expire session":
            arm(house.pensys, Fault.EXPIRE_SESSION, match=one["cpr"])


def gevinst(*arguments: str) -> None:
    """Run our own command line, as operations would."""
    subprocess.run([sys.executable, "-m", "gevinst", *arguments], cwd=ROOT, check=True)


def report_into(folder: Path) -> Path:
    """Write the report; returns its folder."""
    gevinst("report", "--into", str(folder))
    return folder
