"""`python -m tests.chaos --kills 500 --database both --seed 331`: the long form."""

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from sandbox.legacy import state
from tests.chaos import report, windows
from tests.chaos.campaign import Campaign
from tests.chaos.counting import count
from tests.chaos.database import new_database
from tests.chaos.house import open_house
from tests.chaos.orders import Doom
from tests.chaos.plan import make_plan

REHEARSED = 8
"""Mails of the rehearsal, in which nobody is struck: it shows the places, and that all is quiet without chaos."""


def main() -> None:
    """Run the long form; ends with 1 when anything is wrong, and keeps the folder then."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="workers killed, on each database")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=331)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--minutes", type=int, default=120, help="the longest it may take, on each database")
    parser.add_argument("--chromium", type=float, default=0.12, help="share of real browsers where one can be used")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)  # whoever ends it gets the count of what was done
    console = Console(width=110)
    chosen = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    passed = [_one(console, dialect, options) for dialect in chosen]  # both, whatever the first one shows
    sys.exit(0 if all(passed) else 1)


def _one(console: Console, dialect: str, options: argparse.Namespace) -> bool:
    folder = Path(tempfile.mkdtemp(prefix=f"gevinst-chaos-{dialect}-"))
    console.print(f"{dialect}: {folder}, seed {options.seed}")
    began = time.monotonic()
    with new_database(dialect, folder) as (url, server), open_house(folder, url) as house:
        campaign = Campaign(
            house, workers=options.workers, seed=options.seed, server=server, chromium_share=options.chromium
        )
        house.post(REHEARSED)
        state.arm(house.pensys, state.Fault.DROP_BEFORE_SAVE, match="gem")
        campaign.run([], seconds=600)
        known = windows.window_places({place for line in campaign.notes.all("ran") for place in line["seen"]})
        plan = make_plan(options.kills, known, random.Random(options.seed), postgresql=server is not None)
        cut = _carried_out(campaign, plan, seconds=options.minutes * 60)
        _count_faults(campaign, state.rows(house.pensys, "faults")[1:])
        result = count(house)
    minutes = (time.monotonic() - began) / 60
    report.show(console, campaign, result, known=known, title=f"{dialect}, {minutes:.0f} minutes")
    wrong = [*cut, *result.wrong, *report.unexplained(campaign, result)]
    wrong += report.too_few(campaign, postgresql=server is not None)
    for each in wrong:
        console.print(f"WRONG: {each}", soft_wrap=True)
    console.print(report.last_line(campaign, result), soft_wrap=True)
    if not wrong:
        shutil.rmtree(folder)
    return not wrong


def _carried_out(campaign: Campaign, plan: list[Doom], *, seconds: float) -> list[str]:
    """Carry it out; why not all of it, if so. What was done is counted all the same."""
    try:
        campaign.run(plan, seconds=seconds)
    except (TimeoutError, KeyboardInterrupt) as cut:
        return [f"cut short: {type(cut).__name__} {cut}"]
    return []


def _count_faults(campaign: Campaign, armed: list[dict[str, object]]) -> None:
    """What PENSYS was told to do wrong, and did."""
    for row in armed:
        if row["times"] == 0:
            dropped = row["fault"] == state.Fault.DROP_AFTER_SAVE
            campaign.struck[windows.DROPPED if dropped else windows.SYSTEM_TROUBLE] += 1


if __name__ == "__main__":
    main()
