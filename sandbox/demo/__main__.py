"""`python -m sandbox.demo [--stay] [--mail …]`: run the main job on forty invented mails and check every one of them."""

import argparse
import signal
import sys
import time
from pathlib import Path

from rich.console import Console

from gevinst.store.engine import open_engine, reading
from gevinst.store.tables import items
from sandbox.demo.checking import differences, expected_counts, fingerprint
from sandbox.demo.post_office import MailBy, post_office
from sandbox.demo.privacy import leaks
from sandbox.demo.runs import follow, start_run
from sandbox.demo.scenario import lay_out, report_into
from sandbox.demo.services import House, running
from sandbox.demo.showing import show

DEPLOYMENT = "Helbredstillæg: prisoverslag og regninger/helbredstillaeg"


def main() -> None:
    """Run, show, check; the exit code says whether every mail came out as it must."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stay", action="store_true", help="leave everything running until Ctrl-C")
    parser.add_argument(
        "--mail", type=MailBy, choices=list(MailBy), default=MailBy.LOCAL, help="how the mailbox is reached"
    )
    parser.add_argument("--folder", type=Path, help="by default one for each way of reaching the mailbox, under var/")
    options = parser.parse_args()
    console = Console()
    began = time.monotonic()
    house = House((options.folder or _folder_of(options.mail)).resolve())
    house.folder.mkdir(parents=True, exist_ok=True)
    console.print(f"== Starting the legacy system, the mailbox ({options.mail}), Prefect and a worker")
    with post_office(house, options.mail) as mail, running(house, mail) as services:
        truth, new = lay_out(house, options.mail)
        before = None if new else fingerprint(house)
        console.print(f"== {len(truth)} mails, {new} new")
        state = _run(services.api, len(truth) - 1)
        if new == 0:
            _say_nothing_changed(console, house, before, len(truth))
        show(console)
        report = report_into(house.folder / "report")
        wrong = differences(house, truth) + leaks(house, truth)
        console.print(f"Report:     {report}")
        console.print(f"Prefect UI: {services.ui}/v2/ (while this runs; `make up` leaves it running)")
        console.print(f"Took {time.monotonic() - began:.0f} s; the run ended {state}")
        for each in wrong:
            console.print(f"[red]DIFFERENCE[/] {each}")
        if not wrong:
            console.print(f"[green]All {len(truth)} mails as they must be:[/] {dict(expected_counts(truth))}")
        if options.stay:
            console.print(f"Running until Ctrl-C: {services.ui}/v2/ and {services.pensys}/")
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    sys.exit(1 if wrong or state != "Completed" else 0)


def _folder_of(backend: MailBy) -> Path:
    return Path("var/demo") if backend is MailBy.LOCAL else Path(f"var/demo-{backend}")


def _run(api: str, expected: int) -> str:
    run_id = start_run(api, DEPLOYMENT, {"bestilling": {"initialer": "DEMO"}})
    return follow(api, run_id, expected=expected)


def _say_nothing_changed(console: Console, house: House, before: str | None, known: int) -> None:
    if fingerprint(house) != before:
        console.print("[red]A second run changed something.[/]")
        sys.exit(1)
    with reading(open_engine()) as connection:
        count = len(connection.execute(items.select()).all())
    console.print(f"{known} known, 0 new ({count} items), nothing changed")


if __name__ == "__main__":
    main()
