"""The house at work on the planted mail, with a PENSYS that misbehaves as old systems do; and what to count afterwards."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from gevinst.codes import Code
from gevinst.items.answers import answer, open_questions
from gevinst.items.choices import Choice
from gevinst.items.queues import resume_queue
from gevinst.store.engine import open_engine
from sandbox.legacy.app import Pensys
from sandbox.legacy.forms import CHARSET, Posted
from sandbox.legacy.state import Fault
from tests.deployments.house import PREFECT, WholeHouse
from tests.deployments.ordering import CASES, order
from tests.deployments.planted import BY_FORM, dashed, form_mail, letter_mail, put_down


class Telling(Pensys):
    """A PENSYS whose page for errors tells whom it was about, as many an old system's does."""

    def _page(self, template: str, **values: object):  # noqa: ANN202
        page = super()._page(template, **values)  # type: ignore[arg-type]
        if page.status_code == 500:
            told = f"<pre>Fejl ved {BY_FORM.name}, {dashed(BY_FORM)}</pre></body>"
            page.set_data(page.get_data().replace(b"</body>", told.encode(CHARSET)))
        return page


class Refusing(Pensys):
    """A PENSYS that has locked the robot's account."""

    def _login(self, posted: Posted):  # noqa: ANN202
        return self._page("login.html", error="Kontoen er spærret." if posted.action else "")


def work_through(house: WholeHouse) -> None:
    """Three runs over the planted mail: one fails at the sign-in, one meets an error page, one ends all.

    In between a person reads the letter's text and lets the robot go on.
    """
    database = house.lodging.pensys
    put_down(house.lodging.drop, "1-letter", letter_mail())
    put_down(house.lodging.drop, "2-form", form_mail())
    house.pensys.use(Refusing(database))
    assert run(house) == "Failed"
    with house.ours.begin() as connection:
        resume_queue(connection, "helbredstillaeg")
        asked = [each for each in open_questions(connection) if each.code is Code.TEXT_TO_READ]
        answer(connection, asked[-1].reference, Choice.RETRY, initials="ABC")
    house.pensys.use(Telling(database))
    house.pensys.arm(Fault.ERROR_500, match=f"vaelg {BY_FORM.cpr}")
    assert run(house) == "Completed"
    with house.ours.begin() as connection:
        resume_queue(connection, "helbredstillaeg")
    assert run(house) == "Completed"


def run(house: WholeHouse) -> str:
    """The main job through its deployment; returns the state it ended in."""
    state = order(house, CASES, {"bestilling": {"initialer": "ABC"}}).state
    return (state.name if state else None) or ""


def rows_of(house: WholeHouse, table: str, where: str = "true") -> int:
    """How many rows a table of Prefect's holds."""
    with open_engine(house.lodging.url(PREFECT)).connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table} WHERE {where}")).scalar_one())


def sent_files(box: Path) -> list[str]:
    """The files of the mails in Sent."""
    with closing(sqlite3.connect(box / "mailbox.sqlite")) as connection:
        return [name for (name,) in connection.execute("SELECT file FROM mails WHERE folder = 'sent'")]
