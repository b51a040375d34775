"""The top of pages that are kept for all readers: each reader's own, put on as the page is answered."""

import re

import pytest
from sqlalchemy import Engine

from gevinst.reports.parameters import seed_illustrative
from gevinst.web.app import create_app_behind_door
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.door.visitors import OFFICE, OPERATIONS, visiting
from tests.gevinst.web.office import Served, served

KEPT = ("/", "/potentialer", "/maaneder")


def test_pages_that_are_kept_have_their_menu(page_of_office: Served) -> None:
    """Asked for the first time, and again."""
    with visiting(page_of_office.url) as visitor:
        for address in (*KEPT, *KEPT):
            assert visitor.client.get(address).text.count('<nav aria-label="Sider">') == 1


@ON_SQLITE
@pytest.mark.usefixtures("colleagues")
def test_a_kept_page_has_nobody_elses_name_and_proof(database: Engine) -> None:
    """What one reader's page was written for is shown to the next; who is signed in and the form to sign out aren't."""
    with database.begin() as connection:
        seed_illustrative(connection)
    tops = []
    with served(database, create_app_behind_door) as running:
        for initials in (OFFICE, OPERATIONS, OFFICE):
            with visiting(running.url, initials) as visitor:
                text = visitor.client.get("/maaneder").text
                assert f"<span>{initials} · " in text
                tops += re.findall(r'name="csrf" value="([^"]+)"', text)
    assert len(tops) == len(set(tops)) == 3
