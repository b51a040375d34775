"""What one run did, case by case: its steps with their times, what it did outside, why it stopped, and the evidence.

Read from our own tables and the evidence folders; no name and no CPR number is in any of it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from gevinst.codes import Code
from gevinst.items.act import act_in_danish
from gevinst.items.answers import Question, open_questions
from gevinst.items.model import Outcome, State, label
from gevinst.ledger.run_sums import seconds_by_activity
from gevinst.redaction import redact
from gevinst.reports.evidence import Evidence, evidence_of
from gevinst.store.clock import now_us
from gevinst.store.tables import attempts, checkpoints, items, journal, receipts

_RESULTS = {
    "handed over": (State.PENDING, "afventer sagsbehandler"),
    "failed": (State.FAILED, "fejlet"),
    "lapsed": (State.NEW, "afbrudt, tages op igen"),
    None: (State.NEW, "afbrudt, tages op igen"),
}
_LONGEST_NUMBER = 30


@dataclass(frozen=True)
class Step:
    """One thing that happened in a case. `is_outside` where it happened in another system."""

    at: int
    what: str
    is_outside: bool = False
    is_doubtful: bool = False


@dataclass(frozen=True)
class CaseOfRun:
    """One item while this run had it.

    Attributes:
        label: Its number: `GEV-1042`.
        state: Where it went.
        result: The same in a few Danish words.
        why: One Danish sentence; empty where nothing is to be said.
        began, ended: Microseconds; `ended` is None where the run was cut off.
        steps: In the order they happened.
        question: What waits for an answer now, if anything.
        evidence: What was seen when it failed, if anything.
    """

    label: str
    state: State
    result: str
    why: str
    began: int
    ended: int | None
    steps: tuple[Step, ...]
    question: Question | None
    evidence: Evidence | None

    @property
    def needs_people(self) -> bool:
        """Whether somebody must do something."""
        return self.state in (State.FAILED, State.PENDING)


@dataclass(frozen=True)
class RunReport:
    """A run as its report shows it. `seconds` is the time it freed, by activity."""

    run: str
    name: str
    queue: str
    made_at: int
    cases: tuple[CaseOfRun, ...]
    seconds: Mapping[str, int]
    remark: str = ""

    @property
    def counts(self) -> Counter[State]:
        """How many cases went where."""
        return Counter(case.state for case in self.cases)


@dataclass(frozen=True)
class RunOfCases:
    """Which run, in the orchestrator's words, and what people call its steps.

    Attributes:
        run: The orchestrator's id.
        name: Its name there.
        queue: The queue it worked on.
        titles: A step's Danish title by the name of its checkpoint.
        remark: Why it took less than there was, in Danish.
    """

    run: str
    name: str
    queue: str
    titles: Mapping[str, str]
    remark: str = ""


def collect_run(connection: Connection, of: RunOfCases, numbers: Sequence[int]) -> RunReport:
    """What the run did with these items."""
    asked = {question.item: question for question in open_questions(connection, of.queue)}
    tried = connection.execute(
        select(attempts, items.c.outcome)
        .join(items, items.c.id == attempts.c.item_id)
        .where(attempts.c.item_id.in_(numbers), attempts.c.flow_run == of.run)
        .order_by(attempts.c.started_at, attempts.c.id)
    ).all()
    steps = _steps(connection, numbers, of.titles)
    return RunReport(
        run=of.run,
        name=redact(of.name),
        queue=of.queue,
        made_at=connection.execute(select(now_us())).scalar_one(),
        cases=tuple(_case(row, steps.get((row.item_id, row.claim_no), ()), asked) for row in tried),
        seconds=seconds_by_activity(connection, of.run),
        remark=of.remark,
    )


def _case(row: Row[Any], steps: tuple[Step, ...], asked: Mapping[str, Question]) -> CaseOfRun:
    number = label(row.item_id)
    if row.result == "completed":
        state, result = State.COMPLETED, Outcome(row.outcome).danish
    else:
        state, result = _RESULTS.get(row.result, (State.NEW, "prøves igen senere"))
    return CaseOfRun(
        label=number,
        state=state,
        result=result,
        why=Code(row.code).sentence if row.code else "",
        began=row.started_at,
        ended=row.ended_at,
        steps=steps,
        question=asked.get(number),
        evidence=evidence_of(number, row.claim_no),
    )


def _steps(
    connection: Connection, numbers: Sequence[int], titles: Mapping[str, str]
) -> dict[tuple[int, int], tuple[Step, ...]]:
    """What each claim of each item did, in order: finished steps, and what the journal says of acts outside."""
    saved = connection.execute(
        select(checkpoints.c.item_id, checkpoints.c.claim_no, checkpoints.c.step, checkpoints.c.saved_at).where(
            checkpoints.c.item_id.in_(numbers)
        )
    )
    written = connection.execute(
        select(journal, receipts.c.data)
        .join(receipts, receipts.c.journal_id == journal.c.id, isouter=True)
        .where(journal.c.item_id.in_(numbers))
        .order_by(journal.c.id)
    )
    found = [
        (row.item_id, row.claim_no, Step(row.saved_at, titles.get(row.step.partition("-")[0], row.step)))
        for row in saved
    ]
    found += [(row.item_id, row.claim_no, _act(row)) for row in written if row.written_by == "robot"]
    found.sort(key=lambda each: (each[0], each[1], each[2].at))
    return {
        claim: tuple(step for _, _, step in group)
        for claim, group in groupby(found, key=lambda each: (each[0], each[1]))
    }


def _act(row: Row[Any]) -> Step:
    what = act_in_danish(row.act)
    if row.kind == "intent":
        return Step(row.recorded_at, f"På vej: {what}", is_outside=True)
    number = _number(row.data)
    seen = f"Læst tilbage: {what}{f', nummer {number}' if number else ''}"
    return Step(row.recorded_at, seen + (" (forsinket)" if row.late else ""), is_outside=True, is_doubtful=row.late)


def _number(data: Any) -> str:  # noqa: ANN401 (JSON)
    """The outside system's own number, where it is one: no address, no text, nothing shaped like a CPR number."""
    number = data.get("number") if isinstance(data, dict) else None
    if not isinstance(number, str) or len(number) > _LONGEST_NUMBER or redact(number) != number:
        return ""
    return number if number.replace("-", "").replace("/", "").isalnum() else ""
