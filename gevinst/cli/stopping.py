"""`gevinst stop` and `gevinst start`: the kill switch. Claims stop at once; runs end after the case in hand."""

from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, print_json, say
from gevinst.items import stops
from gevinst.items.stops import Scope


def stop(*, initials: str, system: str = "", json: AsJson = False) -> None:
    """Let no further case begin, on any machine, until `gevinst start`. The case in hand is finished.

    Args:
        initials: Who stops it.
        system: Only what needs this system, such as pension or mail.
        json: Answer with JSON.
    """
    scope = Scope.SYSTEM if system else Scope.EVERYTHING
    with writing() as connection:
        stops.stop(connection, scope, system, initials=initials)
    _tell(
        f"Stoppet: {system or 'alt'}. Ingen ny sag begynder; sager i hånden gøres færdige.",
        system,
        stopped=True,
        json=json,
    )


def start(*, system: str = "", json: AsJson = False) -> None:
    """End a stop.

    Args:
        system: The system that was stopped; nothing where everything was.
        json: Answer with JSON.
    """
    scope = Scope.SYSTEM if system else Scope.EVERYTHING
    with writing() as connection:
        stops.lift(connection, scope, system)
    _tell(f"Startet igen: {system or 'alt'}.", system, stopped=False, json=json)


def _tell(sentence: str, system: str, *, stopped: bool, json: bool) -> None:
    if json:
        print_json({"system": system or None, "stopped": stopped})
    else:
        say(sentence)
