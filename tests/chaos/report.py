"""What the campaign prints: strokes by window, what stumbled, and the line that must end in zeros."""

from collections import Counter

from rich.console import Console
from rich.table import Table

from tests.chaos import windows
from tests.chaos.campaign import Campaign
from tests.chaos.counting import Count
from tests.chaos.plan import LEAST


def show(console: Console, campaign: Campaign, result: Count, *, known: dict[str, tuple[str, ...]], title: str) -> None:
    """Print everything."""
    table = Table("Window", "Strokes", "Places", title=title)
    for window in (*windows.KILLING, windows.SUSPENDED, windows.DROPPED, windows.SYSTEM_TROUBLE):
        places = known.get(window, ())
        hit = f"{len(campaign.places.get(window, set()))} of {len(places)}" if places else ""
        table.add_row(window, str(campaign.struck[window]), hit)
    console.print(table)
    runs = campaign.notes.all("ended")
    codes = Counter("killed" if run["code"] == -9 else "ended" if run["code"] == 0 else "stumbled" for run in runs)
    console.print(f"runs: {dict(codes)}, with Chromium: {sum(run['chromium'] for run in runs)}")
    for event, name in (("stumbled", "what"), ("retried", "code"), ("answered", "choice")):
        for what, times in Counter(str(line[name]) for line in campaign.notes.all(event)).most_common():
            console.print(f"  {event}: {times} x {what}", soft_wrap=True)
    console.print(f"items: {dict(result.by_state)}; writes broken off between intent and receipt: {len(result.broken)}")
    for doom in campaign.unreached:
        console.print(f"  never reached: {doom.window} at {doom.place}")


def last_line(campaign: Campaign, result: Count) -> str:
    """The line."""
    return (
        f"kills {kills(campaign)}, items {result.items}, uncertain {result.uncertain}, lost {len(result.lost)}, "
        f"doubled {len(result.doubled)}, ledger off by {result.ledger_off}"
    )


def kills(campaign: Campaign) -> int:
    """How many processes died: workers, browsers and the database."""
    return sum(campaign.struck[window] for window in windows.KILLING)


def unexplained(campaign: Campaign, result: Count) -> list[str]:
    """Writes broken off by a worker that nothing was done to, beyond what PENSYS and the database were told to do wrong."""
    struck = {str(line["pid"]) for line in campaign.notes.all("struck")}
    struck |= {line["worker"].rpartition(":")[2] for line in campaign.notes.all("counted")}
    others = [worker for worker in result.broken if worker.rpartition(":")[2] not in struck]
    faults = sum(campaign.struck[window] for window in (windows.DROPPED, windows.SYSTEM_TROUBLE))
    allowed = faults + campaign.struck[windows.POSTGRESQL] * campaign.workers
    return [f"{len(others)} writes broken off with {allowed} faults to explain them"] if len(others) > allowed else []


def too_few(campaign: Campaign, *, postgresql: bool) -> list[str]:
    """The windows of the long form that were not struck often enough."""
    wanted = (*windows.KILLING, windows.SUSPENDED, windows.DROPPED)
    return [
        f"{window}: {campaign.struck[window]} strokes, and {LEAST} are due"
        for window in wanted
        if campaign.struck[window] < LEAST and (postgresql or window != windows.POSTGRESQL)
    ]
