"""The walk-through, step by step, as docs/projektkontor.md tells it; each step prints what was done and the figures after it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.browser.session import browser
from gevinst.items.model import label
from gevinst.reports.danish import month_name, number
from gevinst.reports.lines import total
from gevinst.reports.sums import Sums
from sandbox.legacy.state import rows as rows_of
from sandbox.office.desk import Desk, Unexpected
from sandbox.office.lists import correct, write_savings
from sandbox.office.opening import live_page, net_in_workbook, net_on_page
from sandbox.office.potential_list import SELF_SERVICE
from sandbox.office.potential_list import main as write_list

PROCESS = "P-042"
GUIDED, WRONG_UNITS, RIGHT_UNITS = "vejled", 4200, 420
"""What self-service counts, and the month's volume with a nought too many."""


@dataclass(frozen=True)
class Office:
    """What the walk-through is done with.

    Attributes:
        desk: Where commands are run and shown.
        robots_month: Lets the robot work in the month, and people answer what it hands over.
        pensys: The legacy system's database, to look a case up in; None where no robot works.
    """

    desk: Desk
    robots_month: Callable[[], None]
    pensys: Path | None = None


def walk(office: Office) -> None:
    """All of it.

    Raises:
        Unexpected: A step didn't go as it must.
    """
    desk = office.desk
    desk.folder.mkdir(parents=True, exist_ok=True)
    bring_in_the_list(desk)
    desk.step("maaned", f"3. Robottens måned: {desk.month}")
    office.robots_month()
    desk.figures()
    look_at_the_month(desk)
    trace(desk, office.pensys)
    wrong = post_self_service(desk)
    take_back(desk, wrong)
    close(desk)
    report(desk)
    open_report(desk)
    prove(desk)


def bring_in_the_list(desk: Desk) -> None:
    """Errors are named, corrected and gone; nothing was half done in between."""
    desk.step("fejl", "1. Potentialelisten: hvad er galt i den?")
    ours, right = desk.folder / "potentialeliste-illustrativ.xlsx", desk.folder / "uden-fejl-illustrativ.xlsx"
    write_list([str(ours), "--with-errors"])
    write_list([str(right)])
    said = desk.gevinst("potentials", "import", str(ours), "--preview", fails=True)
    desk.step("liste", "2. Rettet, set igennem og importeret")
    for each in correct(ours, said, right):
        desk.console.print(f"Rettet i Excel: {each}", markup=False)
    desk.gevinst("potentials", "import", str(ours), "--preview", shown=8)
    desk.gevinst("potentials", "import", str(ours), "--initials", "ABC", shown=8)
    desk.figures()


def look_at_the_month(desk: Desk) -> None:
    """What was posted, what couldn't be, and what waits."""
    desk.step("tal", "4. Månedens tal")
    desk.gevinst("report", "--into", str(desk.folder / "rapport"), "--month", desk.month)
    desk.gevinst("ledger", "exceptions")
    desk.figures()


def trace(desk: Desk, pensys: Path | None) -> None:
    """From the potential's figure to its entries, to one case, to that case in the legacy system."""
    desk.step("spor", "5. Fra et tal til dets sager")
    chosen = ("--potential", PROCESS, "--month", desk.month)
    desk.gevinst("ledger", "list", *chosen, "--limit", "1000", shown=12)
    entry = _entries(desk, *chosen, kind="saving")[0]
    item = label(entry["item_id"])
    desk.gevinst("items", "show", item)
    desk.gevinst("potentials", "show", PROCESS)
    if pensys is None:
        return
    mine = [row for row in rows_of(pensys, "registrations") if row["reference"] == item]
    if len(mine) != 1:
        message = f"{len(mine)} registrations carry {item}"
        raise Unexpected(message)
    desk.console.print(f"I fagsystemet står {item} som Ekstern reference på {mine[0]['number']}.", markup=False)


def post_self_service(desk: Desk) -> int:
    """A month's volume from a list, with a typing error nobody sees yet; returns the entry's number."""
    desk.step("selvbetjening", "6. Selvbetjening: en måneds antal, fra en liste")
    wrong = desk.folder / "selvbetjening.csv"
    write_savings(wrong, SELF_SERVICE, GUIDED, desk.month, WRONG_UNITS)
    desk.gevinst("ledger", "savings", str(wrong), "--preview")
    desk.gevinst("ledger", "savings", str(wrong))
    desk.figures()
    return int(_entries(desk, "--potential", SELF_SERVICE, "--month", desk.month, kind="saving")[0]["id"])


def take_back(desk: Desk, wrong: int) -> None:
    """The nought too many is taken back, and the right number posted under its own key."""
    desk.step("rettelse", "7. En forkert postering tages tilbage")
    reason = f"antallet er {RIGHT_UNITS}, ikke {WRONG_UNITS}"
    desk.gevinst("ledger", "reverse", str(wrong), "--reason", reason, "--initials", "ABC")
    right = desk.folder / "selvbetjening-rettet.csv"
    write_savings(right, SELF_SERVICE, GUIDED, desk.month, RIGHT_UNITS)
    right.write_text(right.read_text(encoding="utf-8").replace("selvbetjening-", "selvbetjening-rettet-"), "utf-8")
    desk.gevinst("ledger", "savings", str(right))
    desk.gevinst("ledger", "list", "--potential", SELF_SERVICE, "--month", desk.month)
    desk.figures()


def close(desk: Desk) -> None:
    """After this nothing moves the month."""
    desk.step("lukket", "8. Måneden lukkes")
    desk.gevinst("ledger", "close", desk.month, "--initials", "ABC")
    desk.gevinst("ledger", "months")
    desk.figures()


def report(desk: Desk) -> None:
    """The page, the Excel file and the PDF."""
    desk.step("rapport", "9. Rapporten")
    desk.gevinst("report", "--into", str(desk.folder / "rapport"), "--month", desk.month, "--pdf")


def open_report(desk: Desk) -> None:
    """The Excel file and the live page say what the accounts say, to the second.

    Raises:
        Unexpected: One of them says something else.
    """
    month = desk.accounts()
    _agree(desk, "Excel-filen", net_in_workbook(report_of(desk).with_suffix(".xlsx"), desk.month), month.now.sums)
    mine = total(sums for (key, _, posted), sums in month.cells.items() if (key, posted) == (PROCESS, desk.month))
    with live_page() as address, browser().case() as case:
        _agree(desk, f"Den levende side, {PROCESS}", net_on_page(case.page, address, PROCESS, desk.month), mine)


def _agree(desk: Desk, what: str, shown: int, due: Sums) -> None:
    desk.console.print(f"{what}: {number(shown)} sekunder netto i {month_name(desk.month)}.")
    if shown != due.net_seconds:
        message = f"{what} shows {shown} seconds net, and the accounts have {due.net_seconds}"
        raise Unexpected(message)


def report_of(desk: Desk) -> Path:
    """The page that was written; the other files stand beside it."""
    return desk.folder / "rapport" / f"frigjort-tid-{desk.month}.html"


def prove(desk: Desk) -> None:
    """The whole ledger once more, from the first entry to the last, and every completed case."""
    desk.step("bevis", "10. Regnskabet efterprøves")
    desk.gevinst("ledger", "verify")


def _entries(desk: Desk, *chosen: str, kind: str) -> list[dict[str, Any]]:
    said = desk.run(("ledger", "list", *chosen, "--limit", "1000", "--json"))
    found: list[dict[str, Any]] = [each for each in json.loads(said.text) if each["kind"] == kind]
    if not found:
        message = f"no {kind} for {' '.join(chosen)}"
        raise Unexpected(message)
    return found
