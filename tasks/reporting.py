"""The report of a run, written when it ends: into the data folder, and only told of in Prefect, which never gets evidence.

The orchestrator's pages may be read on another machine, so what is put there is not a link but the command and the place.
"""

import socket

from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from gevinst.errors import ConfigurationError
from gevinst.items.loop import Run
from gevinst.reports.run import RunOfCases, RunReport, collect_run
from gevinst.reports.run_files import ENOUGH_OF_AN_ID
from gevinst.reports.run_page import write_run_report
from gevinst.store.engine import reading
from gevinst.store.patience import patiently
from tasks.step import step_titles


def report_run(run: Run, *, remark: str = "") -> str:
    """Write the report; returns one Danish line that says how operations finds it, and nothing for a run without cases.

    A report that can't be written is a notice: the run is over, and what it did stands.
    """
    numbers = sorted({int(label.rpartition("-")[2]) for label, _ in run.tally.endings})
    if run.flow_run is None or not numbers:
        return ""
    of = RunOfCases(run.flow_run, flow_run.get_name() or run.flow_run, run.queue.name, step_titles, remark)
    try:
        path = write_run_report(patiently(lambda: _collect(run, of, numbers)))
    except (OSError, ConfigurationError) as error:
        get_run_logger().warning("the report of the run can't be written: %s", type(error).__name__)
        return ""
    return (
        "Trin, tider og maskerede skærmbilleder for hver sag. "
        f"Driften finder den med `gevinst runs show {run.flow_run[:ENOUGH_OF_AN_ID]}` "
        f"på {socket.gethostname()}: `{path.resolve()}`"
    )


def _collect(run: Run, of: RunOfCases, numbers: list[int]) -> RunReport:
    with reading(run.engine) as connection:
        return collect_run(connection, of, numbers)
