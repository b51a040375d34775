"""`gevinst queues list|pause|resume`: how each queue stands, and holding one back."""

from cyclopts import App
from sqlalchemy import Connection

from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, age, moment, print_json, print_table, say
from gevinst.errors import Refused
from gevinst.items.intakes import held
from gevinst.items.listing import Standing, standing_of_queues
from gevinst.items.model import State
from gevinst.items.queues import Pause, pause_of, resume_queue, sweep
from gevinst.items.stops import Scope, Stop, is_stopped, lift, standing_stops, stop
from gevinst.settings import settings

app = App(name="queues", help="The queues of items.")


@app.command(name="list")
def list_(*, json: AsJson = False) -> None:
    """Give lapsed items back, then show each queue: depth, oldest, rate, what waits and why."""
    with writing() as connection:
        stuck = {each.queue: each.stuck for each in _standing(connection)}
        sweep(connection)
        queues = _standing(connection)
        pauses = {each.queue: pause_of(connection, each.queue) for each in queues}
        stopped = {each.queue for each in queues if is_stopped(connection, each.queue)}
        stops = standing_stops(connection)
        left = held(connection)
    if json:
        print_json(
            [
                _as_json(each, pauses[each.queue], stuck[each.queue], stopped=each.queue in stopped)
                | {"left_in_inbox": sum(one.count for one in left if one.queue == each.queue)}
                for each in queues
            ]
        )
        return
    rows = [
        (
            each.queue,
            _why(pauses[each.queue], stopped=each.queue in stopped),
            "" if each.oldest_us is None else age(each.oldest_us),
            each.completed_last_hour,
            stuck[each.queue],
            *(each.counts.get(state, 0) for state in State),
        )
        for each in queues
    ]
    headings = ("Kø", "", "Ældste", "Afsluttet/time", "Hængt", *(state.danish for state in State))
    print_table("", headings, rows, numbers=len(State) + 2)
    for name, waits in pauses.items():
        if waits is not None:
            say(f"{name} venter til {moment(waits.until)}: {waits.code.sentence} {waits.detail}")
    for mail in left:
        say(f"{mail.queue}: {mail.sentence} Postkasse {mail.mailbox}, set {moment(mail.looked_at)}.")
    for each in stops:
        say(f"Stoppet af {each.initials or 'glemt'} {moment(each.stopped_at)}: {_scope(each)}. Se `gevinst start`.")


@app.command
def pause(queue: str, /, *, initials: str, json: AsJson = False) -> None:
    """Let no further item of a queue be claimed until it is resumed; the case in hand is finished.

    Args:
        queue: The queue's name.
        initials: Who pauses it.
        json: Answer with JSON.
    """
    with writing() as connection:
        stop(connection, Scope.QUEUE, queue, initials=initials)
    _tell(f"Køen {queue} er sat på pause; sagen i hånden gøres færdig.", {"queue": queue, "paused": True}, json=json)


@app.command
def resume(queue: str, /, *, json: AsJson = False) -> None:
    """Let a queue go on: ends a pause by hand, and one the robot made when a system or a setting was missing.

    Args:
        queue: The queue's name.
        json: Answer with JSON.
    """
    with writing() as connection:
        waits = pause_of(connection, queue)
        resume_queue(connection, queue)
        try:
            lift(connection, Scope.QUEUE, queue)
        except Refused:
            if waits is None:
                raise
    _tell(f"Køen {queue} kører igen.", {"queue": queue, "paused": False}, json=json)


def _standing(connection: Connection) -> list[Standing]:
    return standing_of_queues(connection, lease_seconds=settings().lease_seconds)


def _why(pause: Pause | None, *, stopped: bool) -> str:
    if stopped:
        return "stoppet af driften"
    return "kører" if pause is None else "venter"


def _scope(each: Stop) -> str:
    return {
        Scope.EVERYTHING: "alt",
        Scope.SYSTEM: f"alle køer, der bruger {each.name}",
        Scope.QUEUE: f"køen {each.name}",
    }[each.scope]


def _as_json(each: Standing, pause: Pause | None, stuck: int, *, stopped: bool) -> dict[str, object]:
    return {
        "queue": each.queue,
        "stopped": stopped,
        "waits": pause.code if pause else None,
        "waits_until": moment(pause.until) if pause else None,
        "detail": pause.detail if pause else None,
        "oldest_seconds": None if each.oldest_us is None else each.oldest_us // 1_000_000,
        "completed_last_hour": each.completed_last_hour,
        "stuck": stuck,
        "items": each.counts,
    }


def _tell(sentence: str, data: dict[str, object], *, json: bool) -> None:
    if json:
        print_json(data)
    else:
        say(sentence)
