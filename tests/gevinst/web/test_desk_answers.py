"""An answer at the desk is saved whole, or says in Danish why it isn't; nothing typed is lost."""

from dataclasses import replace

import httpx
import pytest
from markupsafe import escape
from sqlalchemy import Engine, select

from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.items.answers import answer
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome, State
from gevinst.items.queues import ensure_queue
from gevinst.store import clock
from gevinst.store.tables import answers
from sandbox.post import bodies
from tests.gevinst.core import ON_SQLITE, OutsideSystem, put, row
from tests.gevinst.core import run as run_cases
from tests.gevinst.web.desk import (
    BILL,
    CPR,
    TWO_AMOUNTS,
    Desk,
    form,
    known,
    mail,
    person,
    receive,
    run,
    served_desk,
    short_name,
)
from tests.tasks.mailroom import QUEUE

pytestmark = ON_SQLITE
NO_SUCH = "Der er ingen sag med det nummer i dine enheder."


def test_a_corrected_field_lets_the_next_run_finish(desk: Desk, client: httpx.Client) -> None:
    """The list says what happens next; the note and the correction stand in the case's history."""
    done = client.post(
        "/sager/GEV-1/svar",
        data=form(valg="ret", note="slået op", tid="under 5 minutter", **{short_name(client): CPR}),
        follow_redirects=True,
    )
    assert "Dit svar på GEV-1 er gemt. Robotten fortsætter med sagen i næste kørsel." in done.text
    assert run(desk.engine) == [f"completed: {Outcome.BY_ROBOT}"]
    assert "Dit svar på GEV-1 er gemt. Sagen er afsluttet." in client.get("/sager?besvaret=GEV-1").text
    text = client.get("/sager/GEV-1").text
    for said in (
        f"CPR-nummer rettet til <strong>{CPR}</strong>",
        "Note: slået op",
        "HT-0",
        f"{BILL.person.name}</strong>, {CPR}",
    ):
        assert said in text, said
    found = client.post("/sager/find", data=form(soeg=CPR))
    assert "1 sag om borgeren i din enhed" in found.text


def test_a_wrong_value_comes_back_with_what_was_typed(desk: Desk, client: httpx.Client) -> None:
    """Each wrong field has its sentence; nothing is saved, and nothing of the form is lost."""
    name, amount = short_name(client), short_name(client, "amount")
    refused = client.post(
        "/sager/GEV-1/svar",
        data=form(valg="ret", note="min note", tid="5-15 minutter", **{name: "12 <b>", amount: "9.99"}),
    )
    assert refused.status_code == 422
    for said in (
        'value="12 &lt;b&gt;"', 'value="9.99"', "min note</textarea>", "<option selected>5-15 minutter",
        "CPR-nummer kan ikke læses", "Beløb i alt kan ikke læses", 'aria-invalid="true"',
    ):  # fmt: skip
        assert said in refused.text, said
    with desk.engine.connect() as connection:
        assert connection.execute(select(answers)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"valg": "ret"}, "Du har ikke rettet noget."),
        ({"valg": "afvis", "FIELD": CPR}, "dem bruger »Afvis« ikke"),
        ({"valg": "fortsaet", "FIELD": CPR}, "dem bruger »Prøv igen« ikke"),
        ({"valg": "fortsaet", "note": f"om {CPR}"}, "Der må ikke stå et CPR-nummer i noten."),
        ({"valg": "fortsaet", "note": "x" * 501}, "Noten er for lang"),
        ({"valg": "fundet", "sagsnummer": "HT-1"}, "Det svar passer ikke til spørgsmålet."),
        ({"valg": "noget andet"}, "Vælg et svar"),
        ({"valg": "fortsaet", "forslag": "7"}, "Forslaget findes ikke."),
        ({"valg": "fortsaet", "spoergsmaal": "2"}, "Sagen venter nu på svar på et andet spørgsmål."),
        ({"valg": "bekraeft"}, "Der er ikke længere noget forslag"),
    ],
)
def test_what_does_not_fit_is_said(desk: Desk, client: httpx.Client, typed: dict[str, str], said: str) -> None:
    """In one Danish sentence; the question waits as before."""
    name = short_name(client)
    sent = {name if key == "FIELD" else key: value for key, value in typed.items()}
    refused = client.post("/sager/GEV-1/svar", data=form(**sent))
    assert (refused.status_code, said in refused.text) == (422, True)
    assert row(desk.engine, 1).state == State.PENDING


def test_a_second_answer_is_told_and_keeps_what_was_typed(desk: Desk, client: httpx.Client) -> None:
    """A colleague was quicker: the page says so, and shows what would have been lost."""
    name = short_name(client)
    with desk.engine.begin() as connection:
        answer(connection, "1-1", Choice.DONE_BY_ME, initials="DEF")
    refused = client.post("/sager/GEV-1/svar", data=form(valg="ret", note="min lange note", **{name: CPR}))
    assert refused.status_code == 422
    for said in ("Sagen venter ikke længere på svar.", "Det skrev du", "min lange note", CPR):
        assert said in refused.text, said


def test_an_uncertain_write_is_answered_by_what_one_found(database: Engine) -> None:
    """*Registrér igen* not before the earlier write is surely over; *fundet* only with a number; then a receipt."""
    known(database)
    receive(mail(BILL))
    lost = OutsideSystem()
    lost.after_write = lost.traces.clear
    assert run(database, lost) == ["pending user action: uncertain-write"]
    with served_desk(database, person(database)) as desk, httpx.Client(base_url=desk.url, timeout=60) as client:
        text = client.get("/sager/GEV-1").text
        assert "Måske gjort: slå op." in text
        assert "Ret og kør videre" not in text
        early = client.post("/sager/GEV-1/svar", data=form(valg="igen", note="set efter"))
        assert (early.status_code, "måske stadig i gang" in early.text, "set efter" in early.text) == (422, True, True)
        assert "Skriv det sagsnummer" in client.post("/sager/GEV-1/svar", data=form(valg="fundet")).text
        assert client.post("/sager/GEV-1/svar", data=form(valg="fundet", sagsnummer="HT-77")).status_code == 303
        assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]
        text = client.get("/sager/GEV-1").text
        assert "<strong>HT-77</strong>, oplyst af en kollega" in text


def test_write_again_once_it_is_over(database: Engine) -> None:
    """The robot looks once more and writes."""
    known(database)
    receive(mail(BILL))
    lost = OutsideSystem()
    lost.after_write = lost.traces.clear
    run(database, lost)
    clock.offset.microseconds += 3600 * clock.MICROSECONDS
    with served_desk(database, person(database)) as desk, httpx.Client(base_url=desk.url, timeout=60) as client:
        assert client.post("/sager/GEV-1/svar", data=form(valg="igen")).status_code == 303
        assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]
        assert "(»registrér igen« er svaret 1 gang)" in client.get("/sager/GEV-1").text


def test_a_candidate_is_chosen_or_none_is(database: Engine) -> None:
    """*Godkend* without a choice would only bring the question back: it is refused, and the chosen amount is taken."""
    known(database)
    receive(mail(TWO_AMOUNTS))
    run(database)
    with served_desk(database, person(database)) as desk, httpx.Client(base_url=desk.url, timeout=60) as client:
        assert "Vælg et af robottens forslag" in client.post("/sager/GEV-1/svar", data=form(valg="fortsaet")).text
        assert client.post("/sager/GEV-1/svar", data=form(valg="fortsaet", forslag="2")).status_code == 303
    assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]


def test_a_text_to_read_stands_beside_the_question(database: Engine) -> None:
    """The mail comes first, its document is there though nobody has read it yet, and *Godkend* lets the robot go on."""
    known(database)
    receive(mail(BILL, body=bodies.COMPLAINT))
    run(database)
    with served_desk(database, person(database)) as desk, httpx.Client(base_url=desk.url, timeout=60) as client:
        text = client.get("/sager/GEV-1").text
        assert text.index("klage over jeres sidste afgørelse") < text.index("<img")
        assert client.post("/sager/GEV-1/svar", data=form(valg="fortsaet")).status_code == 303
    assert run(database) == [f"completed: {Outcome.BY_ROBOT}"]


def test_an_answer_that_needs_two(desk: Desk, client: httpx.Client) -> None:
    """The proposer sees that it waits and may withdraw it; a colleague sees what is proposed, and confirms or rejects."""
    with desk.engine.begin() as connection:
        ensure_queue(connection, replace(QUEUE, two_people=frozenset({Choice.RETRY})))
    mine, name = desk.door.person, short_name(client)
    colleague = person(desk.engine, "DEF")
    for who, button in ((mine, "Træk forslaget tilbage"), (colleague, "Afvis forslaget")):
        desk.door.person = mine
        said = client.post("/sager/GEV-1/svar", data=form(valg="ret", **{name: CPR}), follow_redirects=True).text
        assert "Dit svar på GEV-1 venter på, at en kollega bekræfter det." in said
        assert "venter på en kollega" in said
        desk.door.person = who
        text = client.get("/sager/GEV-1").text
        assert (button in text, f"<strong>{CPR}</strong>" in text, "Bekræft</button>" in text) == (
            True,
            True,
            who is not mine,
        )
        assert client.post("/sager/GEV-1/svar", data=form(valg="fjern-forslag")).status_code == 303
    desk.door.person = mine
    client.post("/sager/GEV-1/svar", data=form(valg="ret", **{name: CPR}))
    assert "Du kan ikke bekræfte det selv." in client.post("/sager/GEV-1/svar", data=form(valg="bekraeft")).text
    desk.door.person = colleague
    assert client.post("/sager/GEV-1/svar", data=form(valg="bekraeft")).status_code == 303
    assert run(desk.engine) == [f"completed: {Outcome.BY_ROBOT}"]


def test_a_failed_case_can_be_seen_and_not_answered(desk: Desk, client: httpx.Client) -> None:
    """Operations must act; the page says so."""
    receive(mail(BILL, number=2))
    run(desk.engine, fails=True)
    text = client.get("/sager/GEV-2").text
    assert "Du kan ikke svare på sagen; driften sætter den i gang igen." in text
    assert text.count("<button") == text.count("<button>Log ud")
    assert "venter på driften" in client.get("/sager").text


# --- what comes in --------------------------------------------------------------------------------------------------


def test_what_is_no_form_of_ours_is_refused(desk: Desk, client: httpx.Client) -> None:
    """Too large, of another kind, or with thousands of fields."""
    assert client.post("/sager/GEV-1/svar", files={"x": b"y"}).status_code == 413
    assert client.post("/sager/GEV-1/svar", data=form(note="x" * 300_000)).status_code == 413
    assert client.post("/sager/GEV-1/svar", data={f"a{n}": "" for n in range(2000)}).status_code == 413
    assert client.post("/sager/GEV-1/svar", json={"valg": "afvis"}).status_code == 413
    assert row(desk.engine, 1).state == State.PENDING


@pytest.mark.parametrize("typed", ["", "x", "010203-456", "310271-1234", "<script>"])
def test_a_search_for_neither_says_what_to_type(client: httpx.Client, typed: str) -> None:
    """With what was typed still there."""
    answered = client.post("/sager/find", data=form(soeg=typed))
    assert (answered.status_code, "Skriv et sagsnummer som GEV-1042" in answered.text) == (422, True)
    assert f'value="{escape(typed)}"' in answered.text


def test_a_search_for_a_number_leads_to_the_case(client: httpx.Client) -> None:
    """However it is written."""
    for typed in ("GEV-1", "gev 1", "1"):
        assert client.post("/sager/find", data=form(soeg=typed)).headers["location"] == "/sager/GEV-1"


@pytest.mark.parametrize(
    "address", ["/sager?side=2", "/sager?side=x", "/sager?alder=2", "/sager?orden=x", "/sager/GEV-1/side/a/x.png"]
)
def test_an_address_that_leads_nowhere(client: httpx.Client, address: str) -> None:
    """A page in Danish."""
    assert client.get(address).status_code == 404


def test_a_hundred_a_page(database: Engine) -> None:
    """The rest on the next, each by one link; an empty filter says so."""
    known(database)

    def ask(_: object) -> None:
        raise BusinessError(Code.NO_GRANT)

    for number in range(101):
        put(database, f"r{number}")
    run_cases(database, ask, limit=200)
    with served_desk(database, person(database)) as desk, httpx.Client(base_url=desk.url) as client:
        first, second = client.get("/sager?orden=nyeste").text, client.get("/sager?orden=nyeste&side=2").text
        assert (first.count("/sager/GEV-"), second.count("/sager/GEV-")) == (100, 1)
        assert "Side 1 af 2" in first
        assert "orden=nyeste&amp;side=2" in first or "side=2&amp;orden=nyeste" in first
        assert "Ingen sager passer til det valgte." in client.get("/sager?alder=7").text
        desk.door.person = person(database, "NYE", units=())
        assert "Du hører ikke til nogen enhed her" in client.get("/sager").text
