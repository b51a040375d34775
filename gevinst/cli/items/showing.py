"""`gevinst items list|show`."""

from dataclasses import asdict
from typing import Annotated, Any

from cyclopts import Parameter, validators

from gevinst.cli.choices import by_value
from gevinst.cli.items.app import Which, app, item_number
from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, age, moment, print_json, print_table, say
from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items.act import act_in_danish
from gevinst.items.answers import Question, open_questions
from gevinst.items.journal import Line, lines_of
from gevinst.items.listing import SHOWN, Selection, attempts_of, find, find_one
from gevinst.items.model import State, label
from gevinst.items.notes import notes_of
from gevinst.items.replies import reply_to
from gevinst.redaction import redact

Limit = Annotated[int, Parameter(validator=validators.Number(gte=1))]
_EVERYTHING = Which()


@app.command(name="list")
def list_(
    *,
    which: Which = _EVERYTHING,
    state: Annotated[State | None, by_value(State)] = None,
    limit: Limit = 50,
    json: AsJson = False,
) -> None:
    """List items, the last changed first.

    Args:
        which: Which items.
        state: new, in progress, completed, failed or pending user action.
        limit: At most this many.
        json: Answer with JSON.
    """
    with reading() as connection:
        found = find(connection, which.selection(state), limit=limit)
        waiting = {each.item: each for each in open_questions(connection, which.queue or None)}
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
    """Show one item: its state, its attempts and their evidence, what it did outside, notes, and the question that waits.

    Args:
        number: The item's number, such as 1042 or GEV-1042.
        json: Answer with JSON.
    """
    item_id = item_number(number)
    with reading() as connection:
        row = find_one(connection, item_id)
        if row is None:
            raise Refused(f"{label(item_id)} does not exist")
        tried = [_attempt_json(each) for each in attempts_of(connection, item_id)]
        outside = lines_of(connection, item_id)
        notes = notes_of(connection, item_id)
        reply = reply_to(connection, item_id)
        children = [label(child.id) for child in find(connection, Selection(parent=item_id))]
        question = next((each for each in open_questions(connection, row.queue) if each.item == label(item_id)), None)
    if json:
        journal = [asdict(line) | {"recorded_at": moment(line.recorded_at)} for line in outside]
        written = [asdict(note) | {"recorded_at": moment(note.recorded_at)} for note in notes]
        more = {"attempts": tried, "journal": journal, "notes": written, "children": children}
        more["reply"] = None if reply is None else {"went": reply.went, "code": reply.code}
        print_json(_item_json(row) | _question_json(question) | more)
        return
    say(f"{label(row.id)}  {State(row.state).danish} i {age(row.age)}  (kø {row.queue}, potentiale {row.potential_id})")
    if row.parent_id or children:
        split = f"delt fra {label(row.parent_id)}" if row.parent_id else f"delt i {', '.join(children)}"
        say(split.capitalize() + ".")
    if row.code:
        say(Code(row.code).sentence)
    if reply is not None:
        say(reply.sentence)
    _show_question(question)
    for note in notes:
        say(f"Note ({note.initials or 'glemt'}): {note.text or 'slettet'}")
    print_table(
        "Forsøg",
        ("Nr.", "Begyndt (UTC)", "Af", "Resultat", "Kode", "Bevismateriale"),
        (
            (e["claim_no"], e["started_at"], e["worker"], e["result"] or "i gang", e["code"], e["evidence"])
            for e in tried
        ),
    )
    print_table("Handlinger i andre systemer", ("Handling", "Runde", "Krav nr.", "Hvad", "Af"), map(_act_row, outside))


def _show_question(question: Question | None) -> None:
    if question is None:
        return
    for position, candidate in enumerate(question.candidates, 1):
        say(f"  {position}: {redact(candidate)}")
    if question.act is not None:
        say(f"Slå op: {act_in_danish(question.act)}, med nummeret {question.item}.")
    say(f"Spørgsmål {question.reference}. Svar: {', '.join(question.choices)}.")


def _act_row(line: Line) -> tuple[object, ...]:
    kinds = {"intent": "på vej", "receipt": "kvittering", "round": "ny runde"}
    late = " (forsinket)" if line.late else ""
    who = "sagsbehandler" if line.written_by == "person" else "robot"
    return (f"{line.act} {line.key}".strip(), line.round, line.claim_no, kinds[line.kind] + late, who)


def _item_json(row: Any) -> dict[str, Any]:  # noqa: ANN401 (a database row)
    known = {name: getattr(row, name) for name in SHOWN if not name.endswith("_at") and name != "defer_until"}
    moments = {name: moment(getattr(row, name)) for name in SHOWN if name.endswith("_at") or name == "defer_until"}
    return (
        known
        | moments
        | {
            "item": label(row.id),
            "sentence": Code(row.code).sentence if row.code else None,
            "age_seconds": row.age // 1_000_000,
        }
    )


def _attempt_json(row: Any) -> dict[str, Any]:  # noqa: ANN401 (a database row)
    plain = ("claim_no", "worker", "flow_run", "code_version", "result", "code", "evidence")
    return {name: getattr(row, name) for name in plain} | {
        "started_at": moment(row.started_at),
        "ended_at": moment(row.ended_at),
    }


def _question_json(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"question": None}
    return {
        "question": question.reference,
        "choices": list(question.choices),
        "candidates": [redact(each) for each in question.candidates],
    }
