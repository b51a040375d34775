"""The desk on both databases: the same list, case, search and answers."""

import pytest
from sqlalchemy import Engine

from gevinst.items.model import Outcome
from tests.gevinst.web.desk import BILL, CPR, WITHOUT_NUMBER, at_desk, mail, run


@pytest.mark.usefixtures("colleagues")
def test_a_case_from_the_list_to_its_end(database: Engine) -> None:
    """Seen, corrected, finished by the next run, and found again by the citizen's number."""
    with at_desk(database, mail(WITHOUT_NUMBER), mail(BILL, number=2)) as (desk, abc):
        assert desk.ended == ["pending user action: cpr-missing", f"completed: {Outcome.BY_ROBOT}"]
        waiting = abc.client.get("/sager?enhed=Pension+og+Ydelser&alder=&orden=nyeste").text
        assert "1 sag</strong> venter på svar" in waiting
        name = abc.name_of()
        assert abc.client.get(f"/sager/GEV-1/side/{name.split('.')[1]}/1.png").content.startswith(b"\x89PNG")
        assert abc.answer(valg="ret", **{name: "12"}).status_code == 422
        answered = abc.answer(valg="ret", note="set efter", **{name: CPR})
        assert answered.headers["location"] == "/sager?besvaret=GEV-1"
        assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]
        found = abc.find(CPR).text
        assert "2 sager om borgeren" in found
        assert "Ingen sager venter." in found
