"""`gevinst items retry|answer|close`: one item by its number, or many by where they stand, first with `--dry-run`."""

from collections.abc import Callable
from typing import Annotated

from sqlalchemy import Connection

from gevinst.cli.choices import by_value
from gevinst.cli.items.app import Which, app, item_number
from gevinst.cli.opening import opened, reading, writing
from gevinst.cli.output import AsJson, complain, print_json, say
from gevinst.errors import Refused
from gevinst.items import answers
from gevinst.items.answers import open_question
from gevinst.items.choices import Choice
from gevinst.items.closing import close_by_hand
from gevinst.items.listing import find
from gevinst.items.model import State, label
from gevinst.ledger.human_time import TimeBand
from gevinst.redaction import redact

_NONE = Which()
Act = Callable[[Connection, int], State]


@app.command
def retry(*numbers: str, which: Which = _NONE, dry_run: bool = False, json: AsJson = False) -> int:
    """Give failed items a new chance; their attempts start over and what was done stays done.

    Args:
        numbers: The items' numbers, such as 1042; or none, and conditions instead.
        which: Every failed item that meets these conditions.
        dry_run: Only say which items it would be.
        json: Answer with JSON.
    """
    chosen = _chosen(numbers, which, State.FAILED)
    return _each(chosen, answers.retry_failed, dry_run=dry_run, as_json=json)


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
    if redact(case_number) != case_number:
        raise Refused("the case number may not look like a CPR number")
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


@app.command
def answer_all(
    choice: Annotated[Choice, by_value(Choice)],
    /,
    *,
    initials: str,
    which: Which = _NONE,
    dry_run: bool = False,
    json: AsJson = False,
) -> int:
    """Give every waiting item that meets the conditions the same answer, as after a template was mended.

    Args:
        choice: prøv igen, jeg har klaret den or afvis.
        initials: Who answers.
        which: The conditions; at least one.
        dry_run: Only say which items it would be.
        json: Answer with JSON.
    """
    if choice in (Choice.FOUND, Choice.WRITE_AGAIN):
        raise Refused(f"'{choice}' is answered one item at a time: each must be looked up")

    def give(connection: Connection, item_id: int) -> State:
        return answers.answer(connection, open_question(connection, item_id), choice, initials=initials)

    return _each(_chosen((), which, State.PENDING), give, dry_run=dry_run, as_json=json)


@app.command
def close(
    *numbers: str,
    initials: str,
    note: str,
    reject: bool = False,
    time: Annotated[TimeBand, by_value(TimeBand)] = TimeBand.NOT_GIVEN,
    which: Which = _NONE,
    dry_run: bool = False,
    json: AsJson = False,
) -> int:
    """Close items by hand: a person did the case, or (with --reject) there is nothing to do.

    Args:
        numbers: The items' numbers; or none, and conditions instead (then only waiting items).
        initials: Who closes them.
        note: Why, in a few words without personal data.
        reject: Nothing was done and nothing will be.
        time: How long each took.
        which: Every waiting item that meets these conditions.
        dry_run: Only say which items it would be.
        json: Answer with JSON.
    """

    def shut(connection: Connection, item_id: int) -> State:
        return close_by_hand(connection, item_id, done=not reject, initials=initials, note=note, time_band=time)

    return _each(_chosen(numbers, which, State.PENDING), shut, dry_run=dry_run, as_json=json)


def _chosen(numbers: tuple[str, ...], which: Which, state: State) -> list[int]:
    """The items by number, or those in that state that meet the conditions; everything needs at least one condition."""
    if numbers and not which.is_everything:
        raise Refused("give numbers or conditions, not both")
    if numbers:
        return [item_number(each) for each in numbers]
    if which.is_everything:
        raise Refused("say which items: by number, or by a condition such as --queue or --reason")
    with reading() as connection:
        return sorted(row.id for row in find(connection, which.selection(state)))


def _each(chosen: list[int], act: Act, *, dry_run: bool, as_json: bool) -> int:
    """Act on each in a transaction of its own: what one refuses doesn't stop the others, and is said."""
    if dry_run:
        if as_json:
            print_json([{"item": label(number)} for number in chosen])
        else:
            say(f"{len(chosen)} emner: {', '.join(map(label, chosen)) or 'ingen'}. Intet er ændret.")
        return 0
    refused = 0
    done = []
    with opened() as engine:
        for number in chosen:
            try:
                with engine.begin() as connection:
                    state = act(connection, number)
            except Refused as why:
                complain(why.detail)
                refused += 1
            else:
                done.append((number, state))
    if as_json:
        print_json([{"item": label(number), "state": state} for number, state in done])
    else:
        for number, state in done:
            say(f"{label(number)} er nu: {state.danish}.")
    return 1 if refused else 0


def _tell(number: int, state: State, *, as_json: bool) -> None:
    if as_json:
        print_json({"item": label(number), "state": state})
    else:
        say(f"{label(number)} er nu: {state.danish}.")
