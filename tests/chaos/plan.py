"""Spread the kills: every place at least once, every window its least number, the rest at random moments."""

import random
from collections.abc import Mapping, Sequence

from tests.chaos import windows
from tests.chaos.orders import Doom, How

LEAST = 10
OFTEN_PASSED = ("_claim", "keep_file", "_save", "carry_out", "ownership", "_keep", "file", "move", "mark", "_put_in")


def make_plan(
    kills: int, places: Mapping[str, Sequence[str]], chance: random.Random, *, postgresql: bool
) -> list[Doom]:
    """The long form's strokes in a random order: `kills` of workers, and the others' least numbers beside them."""
    plan: list[Doom] = []
    for window, known in places.items():
        times = max(LEAST, len(known))
        plan += [_doom(window, known[number % len(known)], chance) for number in range(times)] if known else []
    plan += [Doom(windows.RANDOM)] * max(LEAST, kills - len(plan))
    plan += _beside(LEAST + 2, postgresql=postgresql)
    chance.shuffle(plan)
    return plan


def short_plan(places: Mapping[str, Sequence[str]], chance: random.Random, *, postgresql: bool) -> list[Doom]:
    """The short form's: one stroke in each window that is cheap to reach."""
    plan = [_doom(window, chance.choice(known), chance, nth=1) for window, known in places.items()]
    plan += [Doom(windows.RANDOM)] * 2 + [Doom(windows.DROPPED, "gem")]
    plan += [Doom(windows.POSTGRESQL)] if postgresql else []
    chance.shuffle(plan)
    return plan


def _doom(window: str, place: str, chance: random.Random, *, nth: int = 0) -> Doom:
    often = place.rpartition(":")[0] in OFTEN_PASSED
    return Doom(window, place, nth or chance.randint(1, 3 if often else 1), windows.how_at(place))


def _beside(times: int, *, postgresql: bool) -> list[Doom]:
    """What dies or stands still besides workers."""
    plan = [
        Doom(windows.BROWSER, windows.BROWSER_PLACES[number % len(windows.BROWSER_PLACES)], 1, How.KILL_BROWSER)
        for number in range(times)
    ]
    suspensions = windows.SUSPENSIONS + windows.WITHIN_TRANSACTIONS * postgresql
    plan += [
        Doom(windows.SUSPENDED, suspensions[number % len(suspensions)], 1, How.SUSPEND) for number in range(times + 4)
    ]
    plan += [Doom(windows.DROPPED, ("gem", "upload")[number % 2]) for number in range(times)]
    plan += [Doom(windows.SYSTEM_TROUBLE, ("soeg", "gem", "upload")[number % 3]) for number in range(times)]
    return plan + [Doom(windows.POSTGRESQL)] * times * postgresql
