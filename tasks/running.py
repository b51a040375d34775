"""A run from its form to its receipt: intake, the loop over cases, and the artifact a caseworker reads afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from gevinst.items.answers import open_questions
from gevinst.items.loop import Run
from gevinst.items.preview import Preview
from gevinst.items.queues import Queue, pause
from gevinst.ledger.run_sums import seconds_by_activity
from gevinst.store.engine import open_engine, reading
from tasks.closing_days import is_closing_day
from tasks.forms import RunForm
from tasks.intake import hand_over_mail, preview_inbox, settle_mail
from tasks.receipt import Receipt, show_preview, show_receipt
from tasks.safety import make_safe

CLOSED = "Kommunen holder lukket i dag: robotten har ikke taget nogen sager."


@contextmanager
def case_run(
    queue: Queue, mailbox: str, form: RunForm, *, take_in: Callable[[Queue, str], int]
) -> Iterator[Run | Preview]:
    """The cases to work through: a real run's claims, or a dry run's previews. Ends with the run's receipt.

    On a closing day a scheduled run takes nothing and says so.
    """
    make_safe()
    engine = open_engine()
    if form.is_dry:
        preview = Preview(engine, queue.name, tuple(preview_inbox(mailbox)), form.antal)
        yield preview
        show_preview(preview.tally)
        return
    limit = form.antal
    if is_closing_day() and _was_scheduled():
        get_run_logger().info("closing day: nothing is taken")
        limit = 0
    run = Run(engine, queue, flow_run=flow_run.get_id(), limit=limit, case_ended=hand_over_mail)
    if limit:
        settle_mail(queue, mailbox)
        new = take_in(queue, mailbox)
        get_run_logger().info("%s new items", new)
    try:
        yield run
    finally:
        settle_mail(queue, mailbox)
        for notice in run.tally.notices:
            get_run_logger().warning(notice)
        with reading(engine) as connection:
            waits = pause(connection, queue.name) if limit else None
            show_receipt(
                Receipt(
                    run.tally,
                    questions=open_questions(connection, queue.name),
                    seconds=seconds_by_activity(connection, run.flow_run),
                    remark=waits.sentence if waits else "" if limit else CLOSED,
                )
            )


def _was_scheduled() -> bool:
    return "auto-scheduled" in (flow_run.get_tags() or [])
