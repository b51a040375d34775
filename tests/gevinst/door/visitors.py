"""Who comes to the door in the tests: a colleague in each role, and whoever isn't one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, select

from gevinst.door.passwords import set_user
from gevinst.store.tables import audit, audit_outcomes, staff

PASSWORD = "en lang adgangskode"
CASEWORKER, OFFICE, OPERATIONS, LOG_CONTROLLER, OTHER_UNIT = "ABC", "PRO", "DRI", "LOG", "BOR"
SAME_UNIT = "DEF"
"""Another caseworker of ABC's unit."""
COLLEAGUES = {
    CASEWORKER: "gevinst-pension-og-ydelser",
    SAME_UNIT: "gevinst-pension-og-ydelser",
    OTHER_UNIT: "gevinst-borgerservice",
    OFFICE: "gevinst-projektkontor",
    OPERATIONS: "gevinst-drift",
    LOG_CONTROLLER: "gevinst-logkontrol",
}
COOKIE = "gevinst"


def make_users(folder: Path, settings: pytest.MonkeyPatch) -> Path:
    """Everybody's password, in a file of users in that folder."""
    path = folder / "users.yaml"
    settings.setenv("GEVINST_USERS_FILE", str(path))
    for initials, group in COLLEAGUES.items():
        set_user(initials, PASSWORD, [group])
    return path


@dataclass
class Visitor:
    """A program in the place of a browser: it keeps cookies and says where it comes from."""

    client: httpx.Client

    def sign_in(self, initials: str, password: str = PASSWORD, til: str = "/") -> httpx.Response:
        """Fill in the form and send it."""
        form = {"initialer": initials, "adgangskode": password, "til": til}
        return self.client.post("/log-ind", data=form)

    def csrf(self) -> str:
        """The proof that stands in the forms of this session's pages."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/findes-ikke").text)
        assert found is not None
        return found[1]

    @property
    def token(self) -> str | None:
        """The cookie of the session."""
        return self.client.cookies.get(COOKIE)


@contextmanager
def visiting(url: str, initials: str = "", transport: httpx.BaseTransport | None = None) -> Iterator[Visitor]:
    """Come to the door; with initials, go in."""
    headers = {"Accept": "text/html", "Origin": url}
    with httpx.Client(base_url=url, headers=headers, transport=transport, timeout=30) as client:
        visitor = Visitor(client)
        if initials:
            assert visitor.sign_in(initials).status_code == 303
        yield visitor


def audited(engine: Engine) -> list[tuple[str | None, str, str, int | None]]:
    """Who did what and how it went, oldest first: initials, role, route, status."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(staff.c.initials, audit.c.role, audit.c.route, audit_outcomes.c.status)
            .select_from(audit)
            .outerjoin(staff, staff.c.id == audit.c.staff_id)
            .outerjoin(audit_outcomes, audit_outcomes.c.audit_id == audit.c.id)
            .order_by(audit.c.id)
        )
        return [tuple(row) for row in rows]
