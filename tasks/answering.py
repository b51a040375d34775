"""Answer a numbered question from a form: closed choices, numbers and initials only."""

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from pydantic import BaseModel, ConfigDict, Field

from gevinst.items.answers import Choice, answer
from gevinst.items.model import State, label
from gevinst.ledger.human_time import TimeBand
from gevinst.store.engine import open_engine
from tasks.safety import make_safe


class AnswerForm(BaseModel):
    """Svar på et spørgsmål fra robotten."""

    model_config = ConfigDict(title="Svar", extra="forbid")

    sag: int = Field(
        ...,
        ge=1,
        title="Sagens nummer",
        description="Tallet før bindestregen: 1042 i 1042-2.",
        json_schema_extra={"position": 0},
    )
    spoergsmaal: int = Field(
        ...,
        ge=1,
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
    initialer: str = Field(
        ...,
        pattern=r"^[A-ZÆØÅ]{2,5}$",
        title="Dine initialer",
        description="2-5 store bogstaver, for eksempel ABC.",
        json_schema_extra={"position": 6},
    )


@task(name="Gem svaret", cache_policy=NO_CACHE, persist_result=False)
def give_answer(form: AnswerForm) -> State:
    """Record the answer; a stale or second one is refused with its reason."""
    make_safe()
    with open_engine().begin() as connection:
        state = answer(
            connection,
            f"{form.sag}-{form.spoergsmaal}",
            form.valg,
            initials=form.initialer,
            candidate=form.forslag or None,
            case_number=form.sagsnummer,
            time_band=form.tid,
        )
    follows = "Sagen er afsluttet." if state is State.COMPLETED else "Robotten fortsætter med sagen i næste kørsel."
    create_markdown_artifact(
        markdown=f"Svaret på {form.sag}-{form.spoergsmaal} ({label(form.sag)}) er gemt. {follows}",
        key="svar",
        description="Svaret er gemt",
    )
    return state
