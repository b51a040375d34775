"""Answer a numbered question from a form: closed choices, numbers and initials only."""

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed
from pydantic import BaseModel, ConfigDict, Field

from gevinst.errors import Refused
from gevinst.items.answers import answer, open_questions
from gevinst.items.choices import Choice
from gevinst.items.model import State as ItemState
from gevinst.items.model import label
from gevinst.ledger.human_time import TimeBand
from gevinst.store.engine import open_engine, reading
from tasks.forms import Initials, initials
from tasks.receipt import answer_form, question_lines
from tasks.safety import make_safe
from tasks.step import chore

_FOLLOWS = {
    ItemState.COMPLETED: "Sagen er afsluttet.",
    ItemState.NEW: "Robotten fortsætter med sagen i næste kørsel.",
    ItemState.PENDING: "Det venter på, at en kollega bekræfter det: med samme svar her, eller på siden »Sager der venter«.",
}


class AnswerForm(BaseModel):
    """Svar på et spørgsmål fra robotten."""

    model_config = ConfigDict(title="Svar", extra="forbid")

    sag: int = Field(
        ...,
        ge=1,
        le=9_999_999,  # a CPR number typed here by mistake is refused before it is stored
        title="Sagens nummer",
        description="Tallet før bindestregen: 1042 i 1042-2.",
        json_schema_extra={"position": 0},
    )
    spoergsmaal: int = Field(
        ...,
        ge=1,
        le=99,
        title="Spørgsmålets nummer",
        description="Tallet efter bindestregen: 2 i 1042-2.",
        json_schema_extra={"position": 1},
    )
    valg: Choice = Field(
        ...,
        title="Dit svar",
        description="»Fundet« og »registrér igen« bruges kun, når robotten er usikker: slå op i fagsystemet først.",
        json_schema_extra={"position": 2},
    )
    forslag: int = Field(
        0,
        ge=0,
        le=9,
        title="Hvilket af robottens forslag gælder?",
        description="0, hvis der ingen forslag er.",
        json_schema_extra={"position": 3},
    )
    sagsnummer: str = Field(
        "",
        pattern=r"^([A-ZÆØÅ]{1,4}-\d{4}-\d{1,8})?$",
        title="Nummer i fagsystemet",
        description="Kun ved »fundet«, for eksempel HT-2026-000123.",
        json_schema_extra={"position": 4},
    )
    tid: TimeBand = Field(
        TimeBand.NOT_GIVEN,
        title="Hvor lang tid brugte du?",
        description="Cirka; bruges kun i den samlede opgørelse.",
        json_schema_extra={"position": 5},
    )
    initialer: Initials = initials(6)


def give_answer(form: AnswerForm) -> State[None]:
    """Record the answer and say so, or say why not; the state the run ends in carries the same sentence."""
    make_safe()
    saved = save(form)
    if saved is None:
        text = f"Svaret på {form.sag}-{form.spoergsmaal} er ikke gemt. {_what_waits(form)}"
        create_markdown_artifact(markdown=text, description="Svaret er ikke gemt")
        return Failed(message="Svaret er ikke gemt: se, hvorfor, under Artifacts")
    text = f"Svaret på {form.sag}-{form.spoergsmaal} ({label(form.sag)}) er gemt. {_FOLLOWS[saved]}"
    create_markdown_artifact(markdown=text, description="Svaret er gemt")
    return Completed(message="Svaret er gemt")


@chore("Gem svaret")
def save(form: AnswerForm) -> ItemState | None:
    """The item's new state; None when the answer is refused: a stale or second one, or one that doesn't fit."""
    try:
        with open_engine().begin() as connection:
            return answer(
                connection,
                f"{form.sag}-{form.spoergsmaal}",
                form.valg,
                initials=form.initialer,
                candidate=form.forslag or None,
                case_number=form.sagsnummer,
                time_band=form.tid,
            )
    except Refused as refused:
        get_run_logger().warning(refused.detail)
        return None


def _what_waits(form: AnswerForm) -> str:
    """What to do instead, in Danish: what the item waits for now, or that it doesn't."""
    with reading(open_engine()) as connection:
        open_ones = [question for question in open_questions(connection) if question.item == label(form.sag)]
    if not open_ones:
        return f"{label(form.sag)} venter ikke på svar: spørgsmålet er allerede besvaret, eller nummeret er forkert."
    (question,) = open_ones
    lines = [f"{label(form.sag)} venter på dette svar:", "", *question_lines(question, answer_form())]
    if form.valg is Choice.FOUND:
        lines.append("  - »fundet« skal have nummeret i fagsystemet med")
    if form.valg is Choice.WRITE_AGAIN:
        lines.append(
            "  - »registrér igen« kan først bruges, når den tidligere handling er helt slut: vent nogle minutter"
        )
    return "\n".join(lines)
