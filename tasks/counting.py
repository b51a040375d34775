"""Take in the lists of savings that other systems put into a folder, and say which were posted and which refused."""

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import BaseModel, ConfigDict

from gevinst.errors import ConfigurationError
from gevinst.items.stops import is_stopped
from gevinst.ledger.drop import QUIET_SECONDS as QUIET
from gevinst.ledger.drop import REFUSED, TAKEN, Look, take_lists
from gevinst.settings import settings
from gevinst.store.engine import open_engine, reading
from tasks.forms import Initials, initials
from tasks.safety import make_safe
from tasks.step import chore

STOPPED = "Driften har stoppet robotten: ingen lister er indlæst."


class CountingForm(BaseModel):
    """Indlæs de lister, der ligger i mappen."""

    model_config = ConfigDict(title="Bestilling", extra="forbid")

    initialer: Initials = initials(0)


def take_in_lists(_form: CountingForm) -> State[None]:
    """Take them in, and put what became of each on the run's page; a refused list fails no run: people correct it."""
    make_safe()
    look = _take()
    if look is None:
        return Completed(message=STOPPED)
    create_markdown_artifact(markdown=told(look), description="Lister over besparelser")
    lists = f"{len(look.taken)} {'liste' if len(look.taken) == 1 else 'lister'}"
    return Completed(message=f"{lists} er indlæst, og {len(look.refused)} er afvist.")


@chore("Indlæs lister over besparelser")
def _take() -> Look | None:
    """One look; None where people have stopped everything.

    Raises:
        ConfigurationError: No folder is set, or it can't be used; says what to do.
    """
    folder = settings().savings_folder
    if folder is None:
        raise ConfigurationError("no folder is set for lists of savings: set GEVINST_SAVINGS_FOLDER")
    engine = open_engine()
    with reading(engine) as connection:
        if is_stopped(connection, ""):  # it has no queue and no system: only a stop of everything reaches it
            return None
    return take_lists(engine, folder, quiet_seconds=QUIET)


def told(look: Look) -> str:
    """In Danish Markdown. A list is named by its number, never by its name, which is another system's."""
    lines = []
    if look.taken:
        lines += [f"### Indlæst ({len(look.taken)}), ligger i {TAKEN}", ""]
        lines += ["| Liste | Nye linjer | Kendte linjer | Nye, hvis måned var lukket |", "|---|---|---|---|"]
        lines += [
            f"| {each.number} | {each.entered.new} | {each.entered.known} | {each.entered.late} |"
            for each in look.taken
        ]
        lines += [""]
        if any(each.entered.late for each in look.taken):
            lines += ["Linjer, hvis måned var lukket, står i den første åbne måned.", ""]
    if look.refused:
        lines += [f"### Afvist ({len(look.refused)}), ligger i {REFUSED}", ""]
        for each in look.refused:
            where = f" under {', '.join(each.columns)}" if each.columns else ""
            what = f"{each.faults} fejl{where}" if each.faults else "filen kan ikke bruges"
            lines += [f"- **{each.number}**: {what}. Intet i den er posteret."]
        lines += [
            "",
            "Ved siden af hver liste ligger en tekstfil, der nævner hver celle og siger, hvad der skal stå.",
            "",
        ]
    if not lines:
        lines += ["Der lå ingen lister, som var klar.", ""]
    lines += [f"- {sentence}" for sentence in _left(look)]
    return "\n".join(lines)


def _left(look: Look) -> list[str]:
    found = (
        (look.growing, "er rørt for et øjeblik siden og venter til næste gang"),
        (look.busy, "er åben et andet sted og venter til næste gang"),
        (look.locked, "må robotten ikke læse: giv dens konto adgang til den"),
        (look.ignored, "er hverken CSV eller Excel, eller er en genvej, og er ikke åbnet"),
    )
    return [f"{count} {'fil' if count == 1 else 'filer'} {what}." for count, what in found if count]
