"""One worker of `benchmarks.workers`, a process as in production: `python -m benchmarks.one_worker DATABASE`."""

import json
import sys
import time

from benchmarks.filling import QUEUE
from gevinst.items.case import Credit
from gevinst.items.loop import Run
from gevinst.items.queues import Queue
from gevinst.store.engine import open_engine

STEP_SECONDS = 0.02


def main(database: str) -> None:
    """Be ready, wait for the word, work until the queue is empty, tell which cases and when."""
    engine = open_engine(database)
    with engine.connect():
        pass
    print("ready", flush=True)
    sys.stdin.readline()
    done = []
    began = time.time()
    for case in Run(engine, Queue(QUEUE, "P-001"), flow_run="run", limit=10**9):
        with case:
            case.checkpoint("read", type(None), lambda: time.sleep(STEP_SECONDS), Credit("read"))
            done.append(case.item.id)
    print(json.dumps({"began": began, "ended": time.time(), "done": done}))


if __name__ == "__main__":
    main(sys.argv[1])
