"""`gevinst person find|export|rectify|restrict|lift`: a citizen's rights. The CPR number is read on standard input only.

Each use is a line in the access log, written before anything is shown. Speaks Danish.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from sqlalchemy import Engine

from gevinst.access_log import record_use
from gevinst.cli.opening import opened
from gevinst.cli.output import AsJson, moment, print_json, print_table, say
from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items.model import State, label
from gevinst.persons import restricting
from gevinst.persons.about import hash_of
from gevinst.persons.exporting import PAGE
from gevinst.persons.exporting import export as export_all
from gevinst.persons.finding import Found, LookUp, View, items_about, look_ups, tie_looked_up, views_of
from gevinst.persons.rectifying import Wish, ask_for_rectification
from gevinst.redaction import redact
from gevinst.reports.danish import moment as in_danish
from gevinst.store.engine import reading
from gevinst.values.cpr import Cpr
from gevinst.values.errors import UnreadableValue

app = App(name="person", help="A citizen's rights. The CPR number is read on standard input, never as an argument.")

By = Annotated[str, Parameter(help="The initials of whoever asks; it is written in the access log.")]
_MOST = 100


@dataclass(frozen=True)
class _Citizen:
    """Whom a command is about, once the use is written down."""

    engine: Engine
    cpr: Cpr

    @property
    def hash(self) -> str:
        """What stands for the citizen in our tables."""
        return hash_of(self.cpr)


@app.command
def find(*, by: By, json: AsJson = False) -> None:
    """Find a citizen's items, the look-ups of the citizen, and who has opened the items.

    Args:
        by: The initials of whoever asks.
        json: Answer with JSON.
    """
    with _asking(by, "fremsøgning") as citizen, reading(citizen.engine) as connection:
        found = items_about(connection, citizen.hash)
        looked = look_ups(connection, citizen.hash)
        seen = views_of(connection, [each.item_id for each in found])
        since = restricting.restricted_since(connection, citizen.hash)
    if json:
        print_json(
            {
                "restricted_since": moment(since),
                "items": [_item_json(each) for each in found],
                "look_ups": [_look_up_json(each) for each in looked],
                "views": [_view_json(each) for each in seen],
            }
        )
        return
    if since is not None:
        say(f"Behandlingen af borgerens oplysninger er begrænset siden {in_danish(since)}.")
    _show(found, looked, seen)


def _show(found: list[Found], looked: list[LookUp], seen: list[View]) -> None:
    rows = [(each.item, each.queue, each.state.danish, in_danish(each.created_at), _data_of(each)) for each in found]
    print_table("Sager om borgeren", ("Emne", "Kø", "Tilstand", "Kommet", "Oplysninger"), rows)
    if not found:
        say("Ingen sager.")
    print_table(
        "Opslag på borgeren",
        ("Tid", "Af", "System", "Formål", "Emne"),
        [(in_danish(each.recorded_at), each.who, each.system, each.purpose, _label(each.item_id)) for each in looked],
    )
    print_table(
        "Visninger af sagerne",
        ("Tid", "Af", "Rolle", "Side", "Emne"),
        [(in_danish(each.recorded_at), each.who, each.role, redact(each.route), label(each.item_id)) for each in seen],
    )
    if not seen:
        say("Ingen visninger.")


def _data_of(found: Found) -> str:
    if found.is_neutralised:
        return "slettet"
    return f"findes; handler også om {found.others} til" if found.others else "findes"


@app.command
def export(folder: Path, /, *, by: By, json: AsJson = False) -> None:
    """Write all that is held about a citizen into a new private folder: a page to go through and hand out, JSON, files.

    Args:
        folder: A folder that isn't there yet, or is empty.
        by: The initials of whoever asks.
        json: Answer with JSON.
    """
    with _asking(by, "indsigt") as citizen, reading(citizen.engine) as connection:
        done = export_all(connection, citizen.cpr, folder)
    if json:
        print_json(vars(done))
        return
    say(f"{done.items} sager og {done.files} filer er skrevet i mappen; begynd med {PAGE}.")
    if done.named:
        say(f"{done.named} filer er nævnt, men ikke kopieret: de kan indeholde andre borgeres oplysninger.")
    if done.missing:
        say(f"{done.missing} filer findes ikke mere på disken; sig det til driften.")
    say("Gennemgå alt, før det udleveres, og slet mappen, når borgeren har fået svar.")


@app.command
def rectify(*, by: By, note: str, json: AsJson = False) -> None:
    """Note on each of a citizen's items that a rectification is wanted, and say where each is put right.

    Args:
        by: The initials of whoever asks.
        note: What is to be put right; no CPR number, and no name.
        json: Answer with JSON.
    """
    with _asking(by, "berigtigelse") as citizen, citizen.engine.begin() as connection:
        wishes = ask_for_rectification(connection, citizen.hash, note, initials=by)
    if json:
        print_json([_wish_json(each) for each in wishes])
        return
    for each in wishes:
        say(f"{each.found.item}: {each.where}.")
    noted = [each.found.item for each in wishes if each.is_noted]
    if not noted:
        say("Ønsket er ikke noteret her: sagernes oplysninger er slettet.")
        return
    say(f"Ønsket er noteret på {', '.join(noted)}. Det, der kom ind, er bevis og ændres ikke.")
    say("Skal oplysningerne ligge stille imens, så brug `gevinst person restrict`.")


@app.command
def restrict(*, by: By, json: AsJson = False) -> None:
    """Restrict the processing of a citizen's data: it is kept, the robot doesn't go on, and retention leaves it.

    Args:
        by: The initials of whoever restricts.
        json: Answer with JSON.
    """
    with _asking(by, "begrænsning") as citizen, citizen.engine.begin() as connection:
        restricting.restrict(connection, citizen.hash, initials=by)
        tie_looked_up(connection, citizen.hash)
        found = items_about(connection, citizen.hash)
    still = [each.item for each in found if each.is_open]
    kept = sum(not each.is_neutralised for each in found)
    if json:
        print_json({"restricted": True, "open": still, "kept": kept})
        return
    say(f"Behandlingen er begrænset. Åbne sager: {len(still)}{_named(still)}.")
    say(f"Sager, hvis oplysninger nu ikke slettes: {kept}.")
    say("Robotten stopper før næste opslag eller skrivning; det, der allerede er skrevet, står i fagsystemet.")


@app.command
def lift(*, by: By, json: AsJson = False) -> None:
    """Lift the restriction; the citizen is told first (GDPR article 18(3)).

    Args:
        by: The initials of whoever lifts it.
        json: Answer with JSON.
    """
    with _asking(by, "ophævelse af begrænsning") as citizen, citizen.engine.begin() as connection:
        restricting.lift(connection, citizen.hash, initials=by)
        found = items_about(connection, citizen.hash)
    waiting = [each.item for each in found if each.is_open and each.code is Code.RESTRICTED]
    if json:
        print_json({"restricted": False, "waiting": waiting})
        return
    say(f"Begrænsningen er ophævet. Sager, der ventede på det: {len(waiting)}{_named(waiting)}.")
    if waiting:
        say("Svar »prøv igen« på dem, så går robotten videre.")
    say("Borgeren skal have haft besked, før begrænsningen ophæves (artikel 18, stk. 3).")


@contextmanager
def _asking(by: str, purpose: str) -> Iterator[_Citizen]:
    """Read the number, write the use down, and go on; without the line nothing is looked up."""
    cpr = _read_number()
    with opened() as engine:
        record_use(engine, initials=by, cpr=cpr, purpose=purpose)
        yield _Citizen(engine, cpr)


def _read_number() -> Cpr:
    """The one CPR number on standard input; a terminal is asked, and doesn't show it."""
    try:
        text = getpass("CPR-nummer: ") if sys.stdin.isatty() else sys.stdin.read(_MOST)
        return Cpr.parse(text.lstrip("\ufeff"))
    except (UnreadableValue, UnicodeDecodeError, EOFError):
        raise Refused("standard input skal være ét CPR-nummer, ti cifre og intet andet; intet er gjort") from None


def _named(labels: list[str]) -> str:
    return f" ({', '.join(labels)})" if labels else ""


def _label(item_id: int | None) -> str:
    return "" if item_id is None else label(item_id)


def _item_json(each: Found) -> dict[str, Any]:
    return {
        "item": each.item,
        "queue": each.queue,
        "state": each.state,
        "outcome": each.outcome,
        "code": each.code,
        "created_at": moment(each.created_at),
        "neutralised": each.is_neutralised,
        "others": each.others,
    }


def _look_up_json(each: LookUp) -> dict[str, Any]:
    return {
        "at": moment(each.recorded_at),
        "who": each.who,
        "system": each.system,
        "purpose": each.purpose,
        "item": _label(each.item_id) or None,
    }


def _view_json(each: View) -> dict[str, Any]:
    return {
        "at": moment(each.recorded_at),
        "who": each.who,
        "role": each.role,
        "route": redact(each.route),
        "item": label(each.item_id),
        "status": each.status,
    }


def _wish_json(each: Wish) -> dict[str, Any]:
    return {
        "item": each.found.item,
        "open": each.found.is_open,
        "neutralised": each.found.is_neutralised,
        "address": each.address if each.found.state is State.PENDING else None,
        "done": [{"act": act, "number": number or None} for act, number in each.done],
        "where": each.where,
    }
