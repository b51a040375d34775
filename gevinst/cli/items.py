"""`gevinst items list|show|retry|answer`: work items by number, state and reason. Never their contents."""

from typing import Annotated, Any

from cyclopts import App, Parameter, validators
from sqlalchemy import Connection, select

from gevinst.cli.choices import by_value
from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, age, moment, print_json, print_table, say
from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items import answers
from gevinst.items.answers import Choice, open_questions
from gevinst.items.model import State, label
from gevinst.ledger.human_time import TimeBand
from gevinst.redaction import redact
from gevinst.store.clock import now_us
from gevinst.store.tables import attempts, items

app = App(name="items", help="Work items: what was done, what waits and why.")
Limit = Annotated[int, Parameter(validator=validators.Number(gte=1))]
_SHOWN = ("id", "queue", "state", "code", "outcome", "attempts_used", "potential_id", "created_at", "updated_at")


@app.command(name="list")
def list_(
    *,
    queue: str = "",
    state: Annotated[State | None, by_value(State)] = None,
    limit: Limit = 50,
    json: AsJson = False,
) -> None:
    """List items, the last changed first.

    Args:
        queue: Only this queue.
        state: new, in progress, completed, failed or pending user action.
        limit: At most this many.
        json: Answer with JSON.
    """
    statement = select(*(items.c[name] for name in _SHOWN), (now_us() - items.c.updated_at).label("age"))
    if queue:
        statement = statement.where(items.c.queue == queue)
    if state:
        statement = statement.where(items.c.state == state)
    statement = statement.order_by(items.c.updated_at.desc(), items.c.id.desc()).limit(limit)
    with reading() as connection:
        found = connection.execute(statement).all()
        waiting = {each.item: each for each in open_questions(connection, queue or None)}
    if json:
        print_json([_item_json(row) | _question_json(waiting.get(label(row.id))) for row in found])
        return
    rows = [
        (
            label(row.id),
            row.queue,
            State(row.state).danish,
            Code(row.code).sentence if row.code else "",
            waiting[label(row.id)].reference if label(row.id) in waiting else "",
            age(row.age),
        )
        for row in found
    ]
    print_table("", ("Emne", "Kø", "Tilstand", "Hvorfor", "Spørgsmål", "Siden"), rows, numbers=1)


@app.command
def show(number: str, /, *, json: AsJson = False) -> None:
    """Show one item: its state, its attempts, and the question that waits with the answers it takes.

    Args:
        number: The item's number, such as 1042 or GEV-1042.
        json: Answer with JSON.
    """
    with reading() as connection:
        row = connection.execute(
            select(*(items.c[name] for name in _SHOWN), (now_us() - items.c.updated_at).label("age")).where(
                items.c.id == _number(number)
            )
        ).one_or_none()
        if row is None:
            raise Refused(f"{label(_number(number))} does not exist")
        tried = _attempts(connection, row.id)
        question = next((each for each in open_questions(connection, row.queue) if each.item == label(row.id)), None)
    if json:
        print_json(_item_json(row) | _question_json(question) | {"attempts": tried})
        return
    say(f"{label(row.id)}  {State(row.state).danish} i {age(row.age)}  (kø {row.queue}, potentiale {row.potential_id})")
    if row.code:
        say(Code(row.code).sentence)
    if question:
        for position, candidate in enumerate(question.candidates, 1):
            say(f"  {position}: {redact(candidate)}")
        say(f"Spørgsmål {question.reference}. Svar: {', '.join(question.choices)}.")
    rows = [(each["claim_no"], each["started_at"], each["result"] or "i gang", each["code"]) for each in tried]
    print_table("Forsøg", ("Nr.", "Begyndt (UTC)", "Resultat", "Kode"), rows)


@app.command
def retry(number: str, /, *, json: AsJson = False) -> None:
    """Give a failed item a new chance; its attempts start over and what was done stays done.

    Args:
        number: The item's number, such as 1042.
        json: Answer with JSON.
    """
    with writing() as connection:
        state = answers.retry_failed(connection, _number(number))
    _tell(_number(number), state, as_json=json)


@app.command
def answer(
    question: str,
    choice: Annotated[Choice, by_value(Choice)],
    /,
    *,
    initials: str,
    candidate: int | None = None,
    case_number: str = "",
    time: Annotated[TimeBand, by_value(TimeBand)] = TimeBand.NOT_GIVEN,
    json: AsJson = False,
) -> None:
    """Answer the question an item waits for.

    Args:
        question: Item and question, such as 1042-2.
        choice: prøv igen, registrér igen, fundet, jeg har klaret den or afvis.
        initials: Who answers.
        candidate: Which of the shown candidates holds, counted from 1.
        case_number: The number found in the outside system, for "fundet".
        time: under 5 minutter, 5-15 minutter, 15-30 minutter, 30-60 minutter or over 60 minutter.
        json: Answer with JSON.
    """
    if redact(initials) != initials or redact(case_number) != case_number:
        raise Refused("initials and case number may not look like a CPR number")
    with writing() as connection:
        state = answers.answer(
            connection,
            question,
            choice,
            initials=initials,
            candidate=candidate,
            case_number=case_number,
            time_band=time,
        )
    _tell(answers.parse_reference(question)[0], state, as_json=json)


def _tell(number: int, state: State, *, as_json: bool) -> None:
    if as_json:
        print_json({"item": label(number), "state": state})
    else:
        say(f"{label(number)} er nu: {state.danish}.")


def _number(text: str) -> int:
    bare = text.strip().upper().rpartition("-")[2]
    if not bare.isdigit():
        raise Refused(f"'{redact(text)}' is no item number; it looks like 1042 or GEV-1042")
    return int(bare)


def _attempts(connection: Connection, item_id: int) -> list[dict[str, Any]]:
    rows = connection.execute(select(attempts).where(attempts.c.item_id == item_id).order_by(attempts.c.claim_no))
    return [
        {
            "claim_no": row.claim_no,
            "started_at": moment(row.started_at),
            "ended_at": moment(row.ended_at),
            "result": row.result,
            "code": row.code,
            "flow_run": row.flow_run,
        }
        for row in rows
    ]


def _item_json(row: Any) -> dict[str, Any]:  # noqa: ANN401 (a database row)
    known = {name: getattr(row, name) for name in _SHOWN if not name.endswith("_at")}
    return known | {
        "item": label(row.id),
        "sentence": Code(row.code).sentence if row.code else None,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
        "age_seconds": row.age // 1_000_000,
    }


def _question_json(question: answers.Question | None) -> dict[str, Any]:
    if question is None:
        return {"question": None}
    return {
        "question": question.reference,
        "choices": list(question.choices),
        "candidates": [redact(each) for each in question.candidates],
    }
