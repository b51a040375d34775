"""What a task run costs in a flow, against a local Prefect server with our settings, in a house of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import httpx

from deployments.environment import environment

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120


def milliseconds_per_task(stack: ExitStack, folder: Path, tasks: int) -> float:
    """Start a server in `folder`, run that many empty tasks in one flow in another process, and end both."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    house = {**environment(api), "PREFECT_HOME": str(folder), "PREFECT_LOGGING_LEVEL": "ERROR"}
    log = stack.enter_context((folder / "log").open("wb"))
    server = [sys.executable, "-m", "deployments.server", "--port", str(port)]
    process = subprocess.Popen(server, cwd=ROOT, env={**os.environ, **house}, stdout=log, stderr=log)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    wait_for(f"{api}/ready")
    command = [sys.executable, "-m", "benchmarks.prefect_tasks", str(tasks)]
    told = subprocess.run(command, cwd=ROOT, env=house, stdout=subprocess.PIPE, stderr=log, check=True).stdout
    return float(json.loads(told.splitlines()[-1]))


def wait_for(url: str) -> None:
    """Until a server answers there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit(f"the Prefect server did not answer within {START_SECONDS} s")


def main(tasks: int, every: float = 0.0) -> None:
    """Run the tasks with the product's own decorator and tell the milliseconds of one; one every so many seconds."""
    from prefect import flow

    from tasks.step import chore

    @chore("intet")
    def nothing() -> int:
        return 0

    @flow(name="benchmark")
    def many() -> float:
        nothing()
        print("begun", flush=True)
        began = time.perf_counter()
        for number in range(tasks):
            time.sleep(max(0.0, began + number * every - time.perf_counter()))
            nothing()
        return (time.perf_counter() - began) / tasks * 1000

    print(json.dumps(many()))


if __name__ == "__main__":
    main(int(sys.argv[1]), *map(float, sys.argv[2:]))
