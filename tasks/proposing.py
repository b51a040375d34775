"""Propose a potential from a form: the idea gets a number, and the run's artifact is the proposer's receipt."""

from typing import Annotated, Any

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from gevinst.potentials.ideas import Proposed, propose
from gevinst.potentials.proposal import Often, Place, Proposal, Thing, Work, offered_units
from gevinst.reports.danish import hours, number
from gevinst.settings import settings
from gevinst.staff import address_of
from gevinst.store.clock import today
from gevinst.store.engine import open_engine, reading
from gevinst.values.dates import format_date
from tasks.closing_days import working_day_after
from tasks.forms import Initials, initials
from tasks.safety import make_safe
from tasks.step import chore


class _OfTheProfile:
    """Shows the profile's units as the choices of a field. Which they are is asked when the form is drawn, not before."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(core) | {"enum": list(offered_units())}


class ProposalForm(BaseModel):
    """Foreslå et sted, hvor arbejdet kan gøres lettere."""

    model_config = ConfigDict(title="Forslag", extra="forbid")

    arbejde: Work = Field(
        ...,
        title="Hvad gør I i dag?",
        description="Vælg det, der ligger tættest på.",
        json_schema_extra={"position": 0},
    )
    ting: Thing = Field(
        ...,
        title="Hvad gør I det med?",
        description="Passer intet, så vælg »andre sager«, og skriv en mail til projektkontoret med nummeret.",
        json_schema_extra={"position": 1},
    )
    sted: Place = Field(
        ...,
        title="Hvor gør I det?",
        description="Det system, hvor det meste af arbejdet ligger.",
        json_schema_extra={"position": 2},
    )
    enhed: Annotated[str, _OfTheProfile()] = Field(
        ...,
        title="Hvilken enhed?",
        description="Den enhed, der gør arbejdet.",
        json_schema_extra={"position": 3},
    )
    antal: int = Field(
        ...,
        ge=1,
        le=100_000,
        title="Hvor mange gange?",
        description="Cirka. Tallet hører sammen med næste felt: 12 om ugen.",
        json_schema_extra={"position": 4},
    )
    hvor_tit: Often = Field(
        Often.WEEK,
        title="I løbet af hvor lang tid?",
        description="Om dagen betyder på en dag, hvor kommunen har åbent.",
        json_schema_extra={"position": 5},
    )
    minutter: int = Field(
        ...,
        ge=1,
        le=480,
        title="Hvor mange minutter tager det hver gang?",
        description="Cirka, for den, der gør det.",
        json_schema_extra={"position": 6},
    )
    andel: int = Field(
        50,
        ge=1,
        le=100,
        title="Hvor mange procent af gangene kunne I slippe for?",
        description="Et skøn er nok. Det bliver målt, før noget tæller.",
        json_schema_extra={"position": 7},
    )
    initialer: Initials = initials(8, why="Svaret sendes til din mail.")

    @property
    def proposal(self) -> Proposal:
        """What was chosen, as the register takes it."""
        return Proposal(
            work=self.arbejde,
            thing=self.ting,
            place=self.sted,
            unit=self.enhed,
            times=self.antal,
            often=self.hvor_tit,
            minutes=self.minutter,
            share_percent=self.andel,
            initials=self.initialer,
        )


def register_idea(form: ProposalForm) -> Proposed | None:
    """Put the idea in the register under a number; None where it can't be, and nothing is saved."""
    make_safe()
    return None if _why_not(form) else _register(form.proposal)


@chore("Gem forslaget", repeatable=True)
def _register(proposal: Proposal) -> Proposed:
    with open_engine().begin() as connection:
        by = working_day_after(today(connection), settings().idea_answer_days)
        return propose(connection, proposal, answer_by=by, flow_run=flow_run.get_id())


def give_receipt(form: ProposalForm, proposed: Proposed | None) -> State[None]:
    """Show the proposer what was understood and when an answer comes; the state the run ends in says it in short."""
    if proposed is None:
        text = f"Forslaget er ikke gemt. {_why_not(form)}"
        create_markdown_artifact(markdown=text, description="Forslaget er ikke gemt")
        return Failed(message="Forslaget er ikke gemt: se, hvorfor, under Artifacts")
    known = "" if proposed.is_new else "Du har allerede foreslået det. "
    saved = f"{known}Dit forslag har nummer {proposed.idea.potential_id}"
    create_markdown_artifact(markdown="\n".join(_lines(form.proposal, proposed, saved)), description=saved)
    return Completed(message=saved)


def _why_not(form: ProposalForm) -> str:
    """What is wrong with it and what would be right, in Danish; empty where nothing is. A strange unit isn't repeated."""
    if form.enhed not in (units := offered_units()):
        listed = "".join(f"\n- {unit}" for unit in units)
        return f"Enheden findes ikke på listen længere. Vælg en af disse:\n{listed}"
    if form.proposal.is_too_much:
        return (
            f"Det er {hours(form.proposal.seconds_per_year)} timer om året, mere end hvad én arbejdsgang kan give. "
            "Kontrollér især, om antallet er om dagen, om ugen, om måneden eller om året."
        )
    return ""


def _lines(proposal: Proposal, proposed: Proposed, saved: str) -> list[str]:
    idea = proposed.idea
    with reading(open_engine()) as connection:
        reachable = bool(address_of(connection, idea.staff_id))
    volume, share = number(proposal.volume_per_year), proposal.share_percent
    counted = f"{volume} gange × {proposal.minutes} min × {share} %"
    lines = [
        f"### {saved}",
        "",
        f"**{proposal.title}**, {proposal.unit}",
        "",
        f"- Så tit: {number(proposal.times)} {proposal.often}, det er **{volume} gange om året**",
        f"- Kan frigøre: {counted} = **{hours(proposal.seconds_per_year)} timer om året**",
        f"- Svar: **senest den {format_date(idea.answer_by)}**",
    ]
    if proposed.alike:
        lines.append(
            f"- Hedder det samme i din enhed: {', '.join(proposed.alike)}. Projektkontoret ser på, om det er det"
        )
    where = "Svaret kommer pr. mail." if reachable else _UNREACHABLE
    return [*lines, "", where, "Tallene er dit skøn. De bliver målt, før noget tæller.", ""]


_UNREACHABLE = "Vi kender ikke din mailadresse: spørg projektkontoret om svaret, og nævn nummeret."
