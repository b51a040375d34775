"""PgQueuer on its fastest driver: `python -m benchmarks.peer_processes.with_pgqueuer ADDRESS ROWS`."""

import sys
import uuid
from datetime import timedelta

import asyncpg
import uvloop
from pgqueuer.ports.repository import EntrypointExecutionParameter
from pgqueuer.queries import Queries

from benchmarks.peer_processes.turns import take_turns

ENTRYPOINT = "case"
AT_A_TIME = 10_000


async def main(address: str, rows: int) -> None:
    """Put all jobs in line, then take one, report it done, and so on."""
    connection = await asyncpg.connect(address)
    queries = Queries.from_asyncpg_connection(connection)
    await queries.install()
    for start in range(0, rows, AT_A_TIME):
        count = min(AT_A_TIME, rows - start)
        await queries.enqueue([ENTRYPOINT] * count, [b"{}"] * count, [number % 3 for number in range(count)])
    await connection.execute("VACUUM (ANALYZE)")
    worker = uuid.uuid4()
    entrypoints = {ENTRYPOINT: EntrypointExecutionParameter(concurrency_limit=0)}

    async def work_one_off() -> None:
        (job,) = await queries.dequeue(
            batch_size=1,
            entrypoints=entrypoints,
            queue_manager_id=worker,
            global_concurrency_limit=None,
            heartbeat_timeout=timedelta(seconds=30),
        )
        await queries.log_jobs([(job, "successful", None)])

    await take_turns(work_one_off)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2])))
