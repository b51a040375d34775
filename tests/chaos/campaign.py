"""The campaign: workers are started, struck and started again, until the plan is used up and every item has its end."""

import multiprocessing
import random
import signal
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import replace

from gevinst.store import clock
from sandbox.legacy import state
from tests.chaos import standing, windows
from tests.chaos.caseworker import Caseworker
from tests.chaos.database import Server
from tests.chaos.hands import Hand
from tests.chaos.house import House
from tests.chaos.notes import Notes
from tests.chaos.orders import Doom, How, Order
from tests.chaos.worker import PRELOADED, work

TRIES = 6
"""How often a stroke is ordered again whose place the worker never passed."""
LONGEST_RANDOM_SECONDS = 4
LONGEST_SUSPENDED_SECONDS = 45
HOUR_US = 3600 * clock.MICROSECONDS
CHROMIUM_WINDOWS = frozenset({windows.RANDOM, "register", "file", "fence"})


class Campaign:
    """One run of chaos over one house."""

    def __init__(
        self, house: House, *, workers: int, seed: int, server: Server | None = None, chromium_share: float = 0.0
    ) -> None:
        self.house = house
        self.notes = Notes(house.folder)
        self.caseworker = Caseworker(house)
        self.struck: Counter[str] = Counter()
        self.places: dict[str, set[str]] = {}
        self.unreached: list[Doom] = []
        self.workers, self._server, self._chromium_share = workers, server, chromium_share
        self._chance = random.Random(seed)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(PRELOADED)
        self._hands: list[Hand] = []
        self._plan: deque[Doom] = deque()
        self._started = 0
        self._next_round = 0.0

    # --- the whole ---------------------------------------------------------------------------------------------------

    def run(self, plan: Sequence[Doom], *, seconds: float) -> None:
        """Carry the plan out, then let every item come to its end.

        Raises:
            TimeoutError: When that takes longer than `seconds`.
        """
        self._plan.extend(plan)
        deadline = time.monotonic() + seconds
        try:
            while not self._is_over():
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{len(self._plan)} strokes left, and {standing.describe(self.house)}")
                self._turn()
                time.sleep(0.02)
            self._last_run()
        finally:
            for hand in self._hands:
                hand.end()
            clock.offset.microseconds = 0

    def _turn(self) -> None:
        for hand in list(self._hands):
            self._look_after(hand)
        if time.monotonic() < self._next_round:
            return
        self._next_round = time.monotonic() + 0.2
        self.caseworker.go_through()
        now = standing.stands(self.house)
        if self._plan and now.to_do < self.workers:
            self.house.post(self.workers)
            now = standing.stands(self.house)
        if now.can_go_on:
            for _ in range(self.workers - len(self._moving())):
                self._start(self._next_doom())
        elif not self._hands:  # everything left waits for its time
            clock.offset.microseconds += HOUR_US

    def _is_over(self) -> bool:
        return not self._plan and not self._hands and standing.stands(self.house).all_ended

    def _last_run(self) -> None:
        """Nothing to claim any more: a last run puts in order what was left in the mailbox."""
        self._start(None)
        self._hands[0].process.join()
        self._look_after(self._hands[0])

    # --- workers ------------------------------------------------------------------------------------------------------

    def _moving(self) -> list[Hand]:
        return [hand for hand in self._hands if hand.stopped_since is None]

    def _next_doom(self) -> Doom | None:
        """The next stroke for a worker; what the parent does itself on the way is done."""
        while self._plan:
            doom = self._plan.popleft()
            if doom.window == windows.POSTGRESQL:
                self._stop_database()
            elif doom.window == windows.DROPPED:
                state.arm(self.house.pensys, state.Fault.DROP_AFTER_SAVE, match=doom.place)
            elif doom.window == windows.SYSTEM_TROUBLE:
                state.arm(self.house.pensys, self._chance.choice(_TROUBLES), match=doom.place)
            else:
                return doom
        return None

    def _start(self, doom: Doom | None) -> None:
        chance = self._chance.random() < self._chromium_share
        chromium = doom is not None and (doom.how is How.KILL_BROWSER or (doom.window in CHROMIUM_WINDOWS and chance))
        self._started += 1
        order = Order(
            name=f"worker-{self._started}",
            folder=self.house.folder,
            environment=self.house.environment_of(chromium=chromium),
            clock_us=clock.offset.microseconds,
            chromium=chromium,
            doom=doom,
            seed=self._chance.randrange(1 << 30),
        )
        process = self._context.Process(target=work, args=(order,), name=order.name)
        process.start()
        longest = LONGEST_RANDOM_SECONDS * (2 if chromium else 1)
        self._hands.append(Hand(process, order, strike_after=self._chance.uniform(0.02, longest)))

    def _look_after(self, hand: Hand) -> None:
        if not hand.process.is_alive():
            hand.let_go()
            self._hands.remove(hand)
            self._settle(hand)
        elif hand.doom is not None and hand.doom.window == windows.RANDOM and hand.age() > hand.strike_after:
            hand.signal(signal.SIGKILL)
        elif hand.doom is not None and hand.doom.how is How.SUSPEND:
            self._watch_suspended(hand)

    def _settle(self, hand: Hand) -> None:
        """Count what became of a worker that has ended; a stroke that never fell is ordered again."""
        doom, code = hand.doom, hand.process.exitcode
        self.notes.add(
            "ended", worker=hand.name, code=code, chromium=hand.order.chromium, doom=str(doom), age=hand.age()
        )
        if doom is None or hand.finished:
            return
        if code == -signal.SIGKILL or (
            doom.how is How.KILL_BROWSER
            and any(line["pid"] == hand.pid for line in self.notes.all("struck") if line["how"] == How.KILL_BROWSER)
        ):
            self._count(hand, doom.window, doom.place)
        else:
            self._order_again(doom)

    def _order_again(self, doom: Doom) -> None:
        """Once more, at an earlier passing: a worker that came by too seldom is not the last one."""
        if doom.tries + 1 < TRIES:
            self._plan.append(replace(doom, nth=max(1, doom.nth // 2), tries=doom.tries + 1))
        else:
            self.unreached.append(doom)

    def _count(self, hand: Hand | None, window: str, place: str) -> None:
        self.struck[window] += 1
        self.places.setdefault(window, set()).add(place)
        self.notes.add("counted", window=window, place=place, worker=hand.name if hand else "")

    # --- strokes of the parent's own ----------------------------------------------------------------------------------

    def _watch_suspended(self, hand: Hand) -> None:
        """Wake a suspended worker once another has taken its item; only then does it count."""
        if hand.finished or not hand.is_stopped:
            return
        hand.stopped_since = hand.stopped_since or time.monotonic()
        taken = standing.is_taken_over(self.house, hand.name)
        if taken or time.monotonic() - hand.stopped_since > LONGEST_SUSPENDED_SECONDS:
            assert hand.doom is not None
            hand.finished, hand.stopped_since = True, None
            if taken:
                self._count(hand, windows.SUSPENDED, hand.doom.place)
            else:
                self._order_again(hand.doom)
            hand.signal(signal.SIGCONT)

    def _stop_database(self) -> None:
        assert self._server is not None
        self._server.stop()
        time.sleep(self._chance.uniform(0.1, 1.5))
        self._server.start()
        self._count(None, windows.POSTGRESQL, "")


_TROUBLES = (state.Fault.DROP_BEFORE_SAVE, state.Fault.ERROR_500, state.Fault.EXPIRE_SESSION)
