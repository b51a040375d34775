"""The top of each page: whose house, where one may go, and who is signed in.

Put in as a page is answered: computed pages are kept for all readers, and must hold nobody's name and nobody's form.
"""

from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gevinst.door.person import Person, Role
from gevinst.profile import Profile

FIGURES = frozenset({Role.OFFICE, Role.OPERATIONS})
"""Who reads the figures."""
DESK = frozenset({Role.CASEWORKER})
"""Who sees the cases that wait: nobody else sees a citizen's name."""
LOG = frozenset({Role.LOG_CONTROLLER})
"""Who checks the log: another than those who are in it."""
RUNS = frozenset({Role.CASEWORKER, Role.OFFICE, Role.OPERATIONS})
"""Who starts runs."""

_MARK = b"<!-- top -->"


@dataclass(frozen=True)
class Place:
    """One entry of the menu, for whom it is."""

    key: str
    path: str
    name: str
    roles: frozenset[Role]

    @property
    def entry(self) -> tuple[str, str, str]:
        """As the template takes it."""
        return self.key, self.path, self.name


START_RUNS = Place("runs", "/koersler", "Kørsler", RUNS)
"""Where something is mounted that runs them."""
_FIGURES = (
    Place("overview", "/", "Overblik", FIGURES),
    Place("potentials", "/potentialer", "Potentialer", FIGURES),
    Place("months", "/maaneder", "Måneder", FIGURES),
    Place("harvested", "/hjemtaget", "Hjemtaget", FIGURES),
    Place("exceptions", "/undtagelser", "Ikke talt med", FIGURES),
    Place("reconciliation", "/afstemning", "Afstemning", FIGURES),
)


_WAITING = Place("waiting", "/sager", "Sager der venter", DESK)
_LOG = Place("log", "/adgangslog", "Adgangslog", LOG)


class Page(HTMLResponse):
    """A page whose top is still to be put in; `here` is the place in the menu that it belongs to.

    `extra` are headers it is answered with.
    """

    def __init__(self, text: str, status: int, *, here: str) -> None:
        super().__init__(text, status)
        self.here = here
        self.extra: dict[str, str] = {}


class Top:
    """Makes tops: the menu of what a visitor may see, and their way out."""

    def __init__(self, templates: Environment, profile: Profile, *, door: bool, places: tuple[Place, ...]) -> None:
        self._template = templates.get_template("top.html")
        self._profile = profile
        self._door = door
        self._offered = places
        self._made = lru_cache(maxsize=1024)(self._make)

    def put_on(self, response: Response, request: Request | None) -> Response:
        """The response with its top, where it is a page that wants one."""
        if not isinstance(response, Page):
            return response
        state = getattr(request, "state", None)
        person, csrf = getattr(state, "person", None), getattr(state, "csrf", "")
        body = bytes(response.body).replace(_MARK, self._made(response.here, person, csrf), 1)
        return HTMLResponse(body, response.status_code, response.extra)

    def _make(self, here: str, person: Person | None, csrf: str) -> bytes:
        text = self._template.render(
            profile=self._profile, here=here, places=self._places(person), person=person, csrf=csrf
        )
        return text.encode()

    def _places(self, person: Person | None) -> list[tuple[str, str, str]]:
        if not self._door:
            return [place.entry for place in _FIGURES]
        if person is None:
            return []
        return [place.entry for place in (_WAITING, *self._offered, *_FIGURES, _LOG) if person.is_any(place.roles)]
