"""`python -m sandbox.office [--pictures FOLDER] [--stay]`: a month of the project office, by script, with its figures."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gevinst.ledger.periods import month_of, previous_month
from gevinst.store.clock import host_now_us
from gevinst.store.engine import open_engine
from sandbox.demo.post_office import MailBy
from sandbox.demo.runs import ended_items
from sandbox.demo.scenario import gevinst, lay_out_post
from sandbox.demo.services import ROOT, House, Running, running
from sandbox.office.desk import Desk, Unexpected
from sandbox.office.pictures import take_pictures
from sandbox.office.robots_month import day_of_work
from sandbox.office.walk import Office, walk

EVERY = 3
"""Each third of the demo's forty mails: enough of each end, and a walk-through of a few minutes."""


def main() -> None:
    """Walk through; the exit code says whether every step went as docs/projektkontor.md says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/office"), help="a folder that isn't there yet")
    parser.add_argument("--pictures", type=Path, help="take the pictures of docs/projektkontor.md into this folder")
    parser.add_argument("--stay", action="store_true", help="leave the legacy system and Prefect running until Ctrl-C")
    options = parser.parse_args()
    console = Console(highlight=False)
    house = House(options.folder.resolve())
    if house.folder.exists():
        sys.exit(f"{options.folder} is there already: remove it, or name another folder with --folder")
    house.folder.mkdir(parents=True)
    console.print("== Starter fagsystemet, postkassen, Prefect og en robot")
    with running(house, {}) as services:
        gevinst("database", "upgrade")
        mails = len(lay_out_post(house, MailBy.LOCAL, every=EVERY))
        desk = Desk(house.folder / "kontor", previous_month(month_of(host_now_us())), console=console)
        try:
            walk(Office(desk, lambda: _robots_month(house, services, desk, mails), house.pensys))
        except Unexpected as wrong:
            console.print(f"[red]IKKE SOM BESKREVET[/] {wrong}")
            sys.exit(1)
        if options.pictures:
            take_pictures(desk, options.pictures)
        console.print(f"\n[green]Hele gennemgangen gik som beskrevet.[/] Filerne ligger i {desk.folder}")
        if options.stay:
            console.print(f"Kører til Ctrl-C: Prefect {services.ui}/v2/, fagsystemet {services.pensys}/")
            console.print(f"Den levende side: GEVINST_DATA_FOLDER={house.folder}/data .venv/bin/gevinst serve")
            signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _robots_month(house: House, services: Running, desk: Desk, mails: int) -> None:
    """In a process of its own, whose clock stands in the month before; what it says goes to the house's log."""
    day = day_of_work(desk.month)
    desk.console.print(f"{mails} mails; robottens ur står på {day:%d-%m-%Y}. Det tager nogle minutter.")
    command = [sys.executable, "-m", "sandbox.office.robots_month", day.isoformat()]
    environment = os.environ | {"PREFECT_API_URL": services.api}
    with house.log.open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    engine = open_engine()
    with Progress(TextColumn("Sager"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()) as progress:
        bar = progress.add_task("", total=mails)
        while process.poll() is None:
            progress.update(bar, completed=ended_items(engine))
            time.sleep(1)
        progress.update(bar, completed=ended_items(engine))
    if process.returncode:
        message = f"the robot's month ended with {process.returncode}; see {house.log}"
        raise Unexpected(message)


if __name__ == "__main__":
    main()
