"""A run from its form to its receipt: intake, the loop over cases, and the artifact a caseworker reads afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from gevinst.items.answers import open_questions
from gevinst.items.loop import Run, Tally
from gevinst.items.model import Outcome, State
from gevinst.items.preview import Preview
from gevinst.items.queues import Queue
from gevinst.ledger.run_sums import seconds_by_activity
from gevinst.potentials.words import activity_in_danish
from gevinst.store.engine import open_engine, reading
from tasks.closing_days import is_closing_day
from tasks.forms import RunForm
from tasks.intake import hand_over_mail, preview_inbox, settle_mail
from tasks.safety import make_safe


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
        _show_preview(preview.tally)
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
        with reading(engine) as connection:
            seconds = seconds_by_activity(connection, run.flow_run)
            questions = {question.item: question.reference for question in open_questions(connection, queue.name)}
        _show_receipt(run.tally, questions, seconds)


def _was_scheduled() -> bool:
    return "auto-scheduled" in (flow_run.get_tags() or [])


def _show_receipt(tally: Tally, questions: dict[str, str], seconds: dict[str, int]) -> None:
    """Two artifacts, by numbers and codes only: what was done, and what waits and why."""
    rows = [
        {
            "Sag": label,
            "Resultat": _result(ending.state, ending.outcome),
            "Spørgsmål": questions.get(label, ""),
            "Forklaring": ending.code.sentence if ending.code else "",
        }
        for label, ending in tally.endings
    ]
    create_table_artifact(table=rows, key="kvittering", description="Sagerne i denne kørsel")
    counts = tally.count()
    minutes = sum(seconds.values()) / 60
    lines = [
        f"**{counts[State.COMPLETED]}** afsluttet, **{counts[State.PENDING]}** afventer sagsbehandler, "
        f"**{counts[State.FAILED]}** fejlet.",
        "",
        f"Registreret frigjort tid i denne kørsel: **{minutes:.0f} minutter**".replace(".", ","),
        "",
        *(f"- {activity_in_danish(name)}: {value / 60:.0f} min." for name, value in seconds.items()),
        *(f"- Besked til driften: {notice}" for notice in tally.notices),
    ]
    create_markdown_artifact(markdown="\n".join(lines), key="resultat", description="Resultatet af kørslen")


def _show_preview(tally: Tally) -> None:
    rows = [
        {
            "Sag": label if label != "GEV-0" else f"ny mail {place}",
            "Ville ske": "ville blive registreret, journaliseret og kvitteret"
            if ending.outcome is Outcome.BY_ROBOT
            else _result(ending.state, ending.outcome),
            "Forklaring": ending.code.sentence if ending.code else "",
        }
        for place, (label, ending) in enumerate(tally.endings, 1)
    ]
    create_table_artifact(table=rows, key="proevekoersel", description="Prøvekørsel: intet er gemt eller sendt")


def _result(state: State | None, outcome: Outcome | None) -> str:
    if state is None:
        return "overtaget af en anden kørsel"
    if outcome is None:
        return state.danish
    return {
        Outcome.BY_ROBOT: "registreret og kvitteret",
        Outcome.BY_PERSON: "klaret af sagsbehandler",
        Outcome.SET_ASIDE: "ikke en sag",
        Outcome.DUPLICATE: "dublet",
        Outcome.REJECTED: "afvist",
    }[outcome]
