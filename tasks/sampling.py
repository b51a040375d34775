"""Say in a form what a check of the robot's work showed: closed choices, a number and initials only."""

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed
from pydantic import BaseModel, ConfigDict, Field

from gevinst.items.model import label
from gevinst.ledger.human_time import TimeBand
from gevinst.sampling.checking import CheckRefused, Finding, check
from gevinst.sampling.drawing import settle_months
from gevinst.sampling.listing import Drawn, drawn_items
from gevinst.sampling.telling import sentence_of
from gevinst.sampling.words import ErrorKind, Result
from gevinst.store.engine import open_engine
from tasks.form_address import form_address
from tasks.forms import Initials, initials
from tasks.safety import make_safe
from tasks.sample_lines import SAMPLE_FORM, sample_lines
from tasks.step import chore

NOT_SAVED = "Svaret er ikke gemt"
SAVED = "Svaret er gemt"
NONE_WAITS = "Ingen andre sager venter på kontrol."


class SampleForm(BaseModel):
    """Svar på, om robotten gjorde det rigtigt i en sag, der er udtaget til stikprøve."""

    model_config = ConfigDict(title="Svar", extra="forbid")

    sag: int = Field(
        ...,
        ge=1,
        le=9_999_999,  # a CPR number typed here by mistake is refused before it is stored
        title="Sagens nummer",
        description="Tallet i GEV-1042. Sagen findes på nummeret i fagsystemet og i postkassen.",
        json_schema_extra={"position": 0},
    )
    resultat: Result = Field(
        ...,
        title="Hvad viste kontrollen?",
        description="Ret fejlen først, hvis den kan rettes, og svar så »fejl rettet«. Der kan kun svares én gang.",
        json_schema_extra={"position": 1},
    )
    fejl: ErrorKind = Field(
        ErrorKind.NONE,
        title="Hvilken fejl var det?",
        description="Kun ved fejl; er der flere, så vælg den, der står øverst på listen.",
        json_schema_extra={"position": 2},
    )
    tid: TimeBand = Field(
        TimeBand.NOT_GIVEN,
        title="Hvor lang tid tog det at rette?",
        description="Kun ved »fejl rettet«, og uden den tid, kontrollen tog. Den trækkes fra det, robotten har frigjort.",
        json_schema_extra={"position": 3},
    )
    initialer: Initials = initials(4)

    @property
    def finding(self) -> Finding:
        """As the core takes it."""
        return Finding(self.resultat, self.fejl, self.tid)


def give_finding(form: SampleForm) -> State[None]:
    """Record what was found and say so, with what is left; or say why not. The run's state carries the same."""
    make_safe()
    refused, text = save_finding(form)
    left = sample_lines(still_waiting(), form_address(SAMPLE_FORM)) or [NONE_WAITS]
    saved = NOT_SAVED if refused else SAVED
    create_markdown_artifact(markdown="\n".join([text, "", *left]), description=saved)
    if refused:
        return Failed(message=f"{NOT_SAVED}: se, hvorfor, under Artifacts")
    return Completed(message=SAVED)


@chore("Gem kontrollen")
def save_finding(form: SampleForm) -> tuple[bool, str]:
    """Whether it was refused, and what to tell, in Danish."""
    try:
        with open_engine().begin() as connection:
            done = check(connection, form.sag, form.finding, initials=form.initialer)
    except CheckRefused as refused:
        get_run_logger().warning(refused.detail)
        return True, f"Svaret på {label(form.sag)} er ikke gemt. {refused.why}"
    warning = f"\n\n**{done.warning}**" if done.warning else ""
    return False, sentence_of(form.sag, form.finding, done) + warning


@chore("Se, hvad der venter", repeatable=True)
def still_waiting() -> list[Drawn]:
    """What is left to check, of all queues."""
    with open_engine().begin() as connection:
        settle_months(connection)
        return list(drawn_items(connection, waiting=True))
