"""A run from its form to its receipt: intake, the loop over cases, and the artifact a caseworker reads afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from gevinst.errors import ConfigurationError, GevinstError, SystemDown
from gevinst.items.answers import open_questions
from gevinst.items.intakes import held
from gevinst.items.loop import Run
from gevinst.items.model import label
from gevinst.items.preview import Preview
from gevinst.items.queues import Queue, ensure_queue, pause
from gevinst.items.replies import unanswered_in
from gevinst.items.transitions import let_queue_wait, let_system_wait
from gevinst.ledger.run_sums import seconds_by_activity
from gevinst.sampling.drawing import settle_months
from gevinst.sampling.listing import drawn_items
from gevinst.store.engine import open_engine, reading
from gevinst.store.patience import patiently
from tasks.closing_days import is_closing_day
from tasks.forms import RunForm
from tasks.receipt import Receipt, show_preview, show_receipt
from tasks.reporting import report_run
from tasks.safety import make_safe
from tasks.scheduled import was_scheduled
from tasks.source import Source

CLOSED = "Kommunen holder lukket i dag: robotten har ikke taget nogen sager."


@contextmanager
def case_run(queue: Queue, source: Source, form: RunForm) -> Iterator[Run | Preview]:
    """The cases to work through: a real run's claims, or a dry run's previews. Ends with the run's receipt.

    On a closing day a scheduled run takes nothing and says so.
    """
    make_safe()
    engine = open_engine()
    if form.is_dry:
        preview = Preview(engine, queue.name, limit=form.antal)
        try:
            preview.incoming = tuple(source.preview(queue))
            yield preview
        finally:
            show_preview(preview.tally, noun=source.noun)
        return
    run = Run(engine, queue, flow_run=flow_run.get_id(), limit=form.antal, case_ended=source.hand_over)
    closed = is_closing_day() and was_scheduled()
    try:
        _fetch(run, source, closed=closed)
        yield run
    finally:
        _tidy_up(run, source)
        receipt = patiently(lambda: _receipt(run, closed=closed))
        report = report_run(run, remark=receipt.remark)
        for notice in run.tally.notices:
            get_run_logger().warning(notice)
        show_receipt(replace(receipt, report=report))


def _receipt(run: Run, *, closed: bool) -> Receipt:
    with reading(run.engine) as connection:
        waits = None if closed else pause(connection, run.queue.name)
        remarks = [waits.sentence if waits else CLOSED if closed else ""]
        remarks += [each.sentence for each in held(connection, queue=run.queue.name)]
        return Receipt(
            run.tally,
            questions=open_questions(connection, run.queue.name),
            seconds=seconds_by_activity(connection, run.flow_run),
            remark=" ".join(filter(None, remarks)),
            unanswered={label(number): code for number, code in unanswered_in(connection, run.flow_run).items()},
            samples=drawn_items(connection, run.queue.name, waiting=True),
        )


def _fetch(run: Run, source: Source, *, closed: bool) -> None:
    """What comes before the first case. A source that is down lets the queue wait, as it would within a case."""
    patiently(lambda: _make_known(run))
    if closed:
        get_run_logger().info("closing day: nothing is taken")
        run.limit = 0
        return
    try:
        source.settle(run.queue)
        get_run_logger().info("%s new items", source.take_in(run.queue))
    except SystemDown as down:
        run.limit = 0
        with run.engine.begin() as connection:
            notice = let_system_wait(connection, run.queue.name, down)
        run.tally.notices += [notice] if notice else []
    except GevinstError as error:
        run.tally.notices.append(error.detail)
        if isinstance(error, ConfigurationError):
            with run.engine.begin() as connection:
                let_queue_wait(connection, run.queue.name, error)
        raise


def _make_known(run: Run) -> None:
    with run.engine.begin() as connection:
        ensure_queue(connection, run.queue)
        settle_months(connection)


def _tidy_up(run: Run, source: Source) -> None:
    """What is left is put in its place; if that fails the receipt is shown all the same, and the next run does it."""
    try:
        source.settle(run.queue)
    except GevinstError as error:
        if error.detail not in run.tally.notices:
            run.tally.notices.append(error.detail)
