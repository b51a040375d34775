"""Procrastinate: `python -m benchmarks.peer_processes.with_procrastinate ADDRESS ROWS`."""

import asyncio
import sys

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.jobs import Job, Status

from benchmarks.peer_processes.turns import take_turns

QUEUE = "cases"
AT_A_TIME = 10_000


async def main(address: str, rows: int) -> None:
    """Put all jobs in line, then take one, report it done, and so on."""
    async with App(connector=PsycopgConnector(conninfo=address)).open_async() as app:
        await app.schema_manager.apply_schema_async()
        manager = app.job_manager
        for start in range(0, rows, AT_A_TIME):
            numbers = range(start, min(start + AT_A_TIME, rows))
            jobs = [
                Job(queue=QUEUE, task_name="case", priority=each % 3, lock=None, queueing_lock=None) for each in numbers
            ]
            await manager.batch_defer_jobs_async(jobs)
        async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
            await connection.execute("VACUUM (ANALYZE)")
        worker = await manager.register_worker()

        async def work_one_off() -> None:
            job = await manager.fetch_job([QUEUE], worker)
            assert job is not None
            await manager.finish_job(job, Status.SUCCEEDED, delete_job=False)

        await take_turns(work_one_off)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
