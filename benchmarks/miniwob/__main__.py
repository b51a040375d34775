"""Solve the tasks: `python -m benchmarks.miniwob [--seeds 20] [--task NAME]`; the exit code says whether 95 % were."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.miniwob.episodes import Episode, play, served
from benchmarks.miniwob.tasks import TASKS
from connectors.browser.session import close_browser
from gevinst.errors import ConfigurationError

BUDGET = 0.95


def main() -> int:
    """Print each task as soon as it is done, with what went wrong in it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.miniwob", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="episodes of each task")
    parser.add_argument("--task", choices=TASKS, metavar="NAME", help="one only")
    chosen = parser.parse_args()
    names = [chosen.task] if chosen.task else list(TASKS)
    solved = 0
    with tempfile.TemporaryDirectory() as folder, served() as url:
        os.environ["GEVINST_DATA_FOLDER"] = str(Path(folder) / "none")  # so no case is traced
        try:
            for name in names:
                episodes = [play(url, name, TASKS[name], seed) for seed in range(1, chosen.seeds + 1)]
                solved += sum(each.is_solved for each in episodes)
                print(_line(name, episodes), flush=True)
        finally:
            close_browser()
    played = len(names) * chosen.seeds
    print(f"\n{len(names)} tasks, {chosen.seeds} seeds each: {solved} of {played} solved, {solved / played:.1%}")
    return 0 if solved >= BUDGET * played else 1


def _line(name: str, episodes: list[Episode]) -> str:
    failed = [f"seed {each.seed}: {each.error or f'reward {each.reward}'}" for each in episodes if not each.is_solved]
    count = f"{len(episodes) - len(failed)}/{len(episodes)}"
    return f"{name:<28} {count:>6}  {'; '.join(failed)}".rstrip()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ConfigurationError as missing:
        sys.exit(str(missing))
