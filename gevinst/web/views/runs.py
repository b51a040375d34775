"""Runs: start one, follow it, read what it did, and say whether it helped. Whose a run is, the orchestrator decides."""

import secrets
from typing import NoReturn

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gevinst.door.orchestrator import Declined, Orchestrator, Order, RunPage
from gevinst.door.person import Person, Role
from gevinst.errors import Refused
from gevinst.ledger.run_sums import seconds_by_activity
from gevinst.opinions import LONGEST_WORDS, SCORES, give_opinion
from gevinst.store.clock import MICROSECONDS, host_now_us
from gevinst.store.engine import reading
from gevinst.web.asking import address, not_there
from gevinst.web.house import House
from gevinst.web.queries.runs import Progress, potential_of, progress_of, starters
from gevinst.web.signed_in import csrf_of, form_of, person_of

MOST_RUNS = 30
"""Runs in the list; older ones are found in the orchestrator."""
REFRESH_SECONDS = 3
_FOLLOWED_US = 3600 * MICROSECONDS
"""How long a page asks for news by itself: one that is forgotten in a corner must not keep somebody signed in for ever."""
_DRY, _REAL = "proevekoersel", "koersel"
_NOT_OVER = "Kørslen er ikke færdig endnu. Svar, når den er."
_NO_NUMBER = "Skriv, hvor mange sager robotten højst skal tage: et helt tal."


def runs(request: Request, house: House) -> Response:
    """`/koersler`: what one may start, and the latest runs of it."""
    person, ask = _asking(request, house)
    try:
        startable, latest = ask.startable(person), ask.latest(person, MOST_RUNS)
    except Declined as declined:
        _decline(declined)
    with reading(house.engine) as connection:
        by = starters(connection, [each.id for each in latest])
    return house.page(
        "runs.html",
        here="runs",
        csrf=csrf_of(request),
        startable=startable,
        key=secrets.token_urlsafe(16),
        latest=latest,
        most=MOST_RUNS,
        by=by,
    )


def start_run(request: Request, house: House) -> Response:
    """`POST /koersler/start`: a click, or two of them, is one run."""
    person, ask = _asking(request, house)
    form = form_of(request)
    kind, most = form.get("art", ""), form.get("antal", "")
    if kind not in (_DRY, _REAL):
        raise not_there("")
    if not (most.isascii() and most.isdigit() and len(most) <= 6):
        raise HTTPException(422, _NO_NUMBER)
    # Another button or another number on the same page is another order.
    key = f"{form.get('noegle', ''):.40} {kind} {int(most)}"
    try:
        made = ask.start(person, Order(form.get("proces", ""), kind == _DRY, int(most), key))
    except Declined as declined:
        _decline(declined)
    return RedirectResponse(address("koersler", made), 303)


def run(request: Request, house: House) -> Response:
    """`/koersler/<run>?stille`: how far it is while it works, and what it came to."""
    person, ask = _asking(request, house)
    found = _found(ask, person, request)
    return _page(request, house, found)


def opinion(request: Request, house: House) -> Response:
    """`POST /koersler/<run>/mening`: whether it helped. A month's latest counts; nobody's name is written anywhere."""
    person, ask = _asking(request, house)
    found = _found(ask, person, request)
    form = form_of(request)
    score, words = _score(form.get("karakter", "")), form.get("ord", "")
    if not found.line.state.is_over:
        return _page(request, house, found, _NOT_OVER, words)
    try:
        with house.engine.begin() as connection:
            potential = potential_of(connection, found.line.id, found.tags)
            if potential is None or found.line.is_dry:
                raise not_there("")
            give_opinion(connection, found.line.id, potential, score, words)
    except Refused as refused:
        return _page(request, house, found, str(refused), words)
    return RedirectResponse(address("koersler", found.line.id, tak="1") + "#hjalp", 303)


def _score(text: str) -> int:
    """What a button says; 0, which is no score, for anything else."""
    return next((each for each in SCORES if str(each) == text), 0)


def _page(request: Request, house: House, found: RunPage, refused: str = "", words: str = "") -> Response:
    person = person_of(request)
    line, run_id = found.line, found.line.id
    with reading(house.engine) as connection:
        progress, freed = (
            progress_of(connection, run_id),
            seconds_by_activity(connection, run_id) if line.state.is_over else {},
        )
        potential = potential_of(connection, run_id, found.tags)
        by = starters(connection, [run_id]).get(run_id, "")
    is_followed = not line.state.is_over and 0 <= host_now_us() - line.began_at < _FOLLOWED_US
    is_quiet = "stille" in request.query_params
    page = house.page(
        "run.html",
        status=422 if refused else 200,
        here="runs",
        csrf=csrf_of(request),
        run=found,
        by=by,
        progress=progress,
        has_cases=progress != Progress(),
        freed=freed,
        is_followed=is_followed,
        is_quiet=is_quiet,
        seconds=REFRESH_SECONDS,
        has_desk=Role.CASEWORKER in person.roles,
        asks=line.state.is_over and line.is_dry is not True and potential is not None,
        scores=SCORES,
        longest=LONGEST_WORDS,
        thanked="tak" in request.query_params,
        refused=refused,
        words=words,
    )
    if is_followed and not is_quiet:
        page.extra["Refresh"] = str(REFRESH_SECONDS)
    return page


def _asking(request: Request, house: House) -> tuple[Person, Orchestrator]:
    """Who asks, and whom."""
    if house.orchestrator is None:
        raise not_there("")
    return person_of(request), house.orchestrator


def _found(ask: Orchestrator, person: Person, request: Request) -> RunPage:
    try:
        return ask.run(person, request.path_params["run"])
    except Declined as declined:
        _decline(declined)


def _decline(declined: Declined) -> NoReturn:
    """Another unit's is answered as what isn't there, in the page's own words."""
    raise HTTPException(declined.status, declined.sentence)
