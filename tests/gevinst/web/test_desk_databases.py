"""The desk on both databases: the same list, case, search and answers."""

import httpx
from sqlalchemy import Engine

from gevinst.items.model import Outcome
from tests.gevinst.web.desk import (
    BILL,
    CPR,
    WITHOUT_NUMBER,
    audited,
    form,
    known,
    mail,
    person,
    receive,
    run,
    served_desk,
    short_name,
)
from tests.gevinst.web.office import served


def test_a_case_from_the_list_to_its_end(database: Engine) -> None:
    """Seen, corrected, finished by the next run, found again by the citizen's number; each look written down."""
    known(database)
    receive(mail(WITHOUT_NUMBER), mail(BILL, number=2))
    assert run(database) == ["pending user action: cpr-missing", f"completed: {Outcome.BY_ROBOT}"]
    with served_desk(database, person(database)) as desk, httpx.Client(base_url=desk.url, timeout=60) as client:
        assert "1 sag</strong> venter på svar" in client.get("/sager?enhed=Pension+og+Ydelser&alder=&orden=nyeste").text
        name = short_name(client)
        assert client.get(f"/sager/GEV-1/side/{name.split('.')[1]}/1.png").content.startswith(b"\x89PNG")
        assert client.post("/sager/GEV-1/svar", data=form(valg="ret", **{name: "12"})).status_code == 422
        answered = client.post("/sager/GEV-1/svar", data=form(valg="ret", note="set efter", **{name: CPR}))
        assert answered.headers["location"] == "/sager?besvaret=GEV-1"
        assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]
        found = client.post("/sager/find", data=form(soeg=CPR)).text
        assert "2 sager om borgeren" in found
        assert "Ingen sager venter." in found
    assert [line[2] for line in audited(database) if line[0].startswith("POST /sager/{item}")] == [422, 303]
    with served(database) as office, httpx.Client(base_url=office.url) as client:
        assert client.get("/sager").status_code == 404
