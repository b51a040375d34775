"""What the desk answers to whom: cases of one's own units to caseworkers alone, written down first; nothing typed is lost."""

import io
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from markupsafe import escape
from PIL import Image
from pypdf import PdfWriter
from sqlalchemy import Engine, select

from gevinst.codes import Code
from gevinst.door.person import Role
from gevinst.errors import BusinessError
from gevinst.items.answers import answer
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome, State
from gevinst.items.queues import ensure_queue
from gevinst.potentials.potential import Potential
from gevinst.potentials.register import put_potential
from gevinst.store import clock
from gevinst.store.tables import answers, audit, audit_outcomes
from sandbox.post import bodies
from sandbox.post.layouts import label_table, word_table
from tests.gevinst.core import OFFICE, ON_SQLITE, OutsideSystem, put, row
from tests.gevinst.core import run as run_cases
from tests.gevinst.web.desk import (
    BILL,
    CPR,
    CSRF,
    TWO_AMOUNTS,
    WITHOUT_NUMBER,
    Desk,
    known,
    mail,
    person,
    receive,
    run,
    served_desk,
)
from tests.gevinst.web.office import served
from tests.tasks.mailroom import QUEUE, letter

pytestmark = ON_SQLITE
NO_SUCH = "Der er ingen sag med det nummer i dine enheder."


@pytest.fixture
def desk(database: Engine) -> Iterator[Desk]:
    """One unit, its caseworker ABC, and GEV-1, which waits for a CPR number."""
    known(database)
    receive(mail(WITHOUT_NUMBER))
    assert run(database) == ["pending user action: cpr-missing"]
    with served_desk(database, person(database)) as served:
        yield served


@pytest.fixture
def client(desk: Desk) -> Iterator[httpx.Client]:
    """Their browser."""
    with httpx.Client(base_url=desk.url, timeout=60) as made:
        yield made


def short_name(client: httpx.Client, field: str = "cpr", item: str = "GEV-1") -> str:
    """What the page calls a field in its form."""
    text = client.get(f"/sager/{item}").text
    return next(part.split('"')[0] for part in text.split('name="')[1:] if part.split('"')[0].endswith(f".{field}"))


def form(**typed: str) -> dict[str, str]:
    """What the page's form sends."""
    return {"csrf": CSRF, "spoergsmaal": "1", **typed}


def audited(engine: Engine) -> list[tuple[str, int | None, int | None]]:
    """What was written down: route, item, and how it went."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(audit.c.route, audit.c.item_id, audit_outcomes.c.status)
            .outerjoin(audit_outcomes, audit_outcomes.c.audit_id == audit.c.id)
            .order_by(audit.c.id)
        )
        return [(each.route, each.item_id, each.status) for each in rows]


# --- who sees what --------------------------------------------------------------------------------------------------


def test_without_a_door_the_pages_do_not_exist(database: Engine) -> None:
    """The office's page alone has no address that shows whom a case is about."""
    with served(database) as running, httpx.Client(base_url=running.url) as client:
        for address in ("/sager", "/sager/GEV-1", "/sager/GEV-1/fil/1"):
            assert client.get(address).status_code == 404


def test_only_caseworkers_come_in(desk: Desk, client: httpx.Client) -> None:
    """Whoever has another role, or is nobody, is told in Danish, learns nothing, and nothing is written down as seen."""
    for role in (Role.OFFICE, Role.OPERATIONS, Role.LOG_CONTROLLER, None):
        desk.door.person = None if role is None else person(desk.engine, "XYZ", role=role)
        for address in ("/sager", "/sager/GEV-1", "/sager/GEV-1/fil/1", "/sager/GEV-99"):
            refused = client.get(address)
            assert (refused.status_code, "Ingen adgang" in refused.text) == (403, True)
            assert BILL.person.name not in refused.text
        assert client.post("/sager/GEV-1/svar", data=form(valg="afvis")).status_code == 403
    assert audited(desk.engine) == []
    assert row(desk.engine, 1).state == State.PENDING


def test_another_units_case_is_as_if_it_were_none(desk: Desk, client: httpx.Client) -> None:
    """Every address of it, and of a number that was never given out: one and the same page."""
    with desk.engine.begin() as connection:
        put_potential(connection, Potential("P-9", "Andet", "Borgerservice", "leder", "agent", "robot"), OFFICE)
    short = short_name(client).split(".")[1]
    desk.door.person = person(desk.engine, "BOR", units=("Borgerservice",))
    seen = set()
    for number in ("GEV-1", "GEV-2", "GEV-4711", "1", "x", "GEV-99999999999999999999"):
        for tail in ("", "/fil/1", f"/side/{short}/1.png"):
            answered = client.get(f"/sager/{number}{tail}")
            seen.add((answered.status_code, answered.text))
        posted = client.post(f"/sager/{number}/svar", data=form(valg="afvis"))
        seen.add((posted.status_code, posted.text))
    ((status, text),) = seen
    assert (status, NO_SUCH in text) == (404, True)
    assert row(desk.engine, 1).state == State.PENDING
    assert "GEV-1" not in client.get("/sager").text
    assert NO_SUCH in client.post("/sager/find", data=form(soeg="GEV-1")).text


def test_every_look_is_written_down_before_it_is_shown(desk: Desk, client: httpx.Client) -> None:
    """A case, a page's picture, a file, a search by number of a citizen; an answer with how it went. Never whose."""
    short = short_name(client).split(".")[1]
    client.get(f"/sager/GEV-1/side/{short}/1.png")
    client.get("/sager/GEV-1/fil/2")
    client.post("/sager/find", data=form(soeg=CPR))
    client.post("/sager/GEV-1/svar", data=form(valg="ret"))
    client.post("/sager/GEV-1/svar", data=form(valg="klaret"))
    assert audited(desk.engine) == [
        ("GET /sager/{item}", 1, None),
        ("GET /sager/{item}/side/{document}/{page}.png", 1, None),
        ("GET /sager/{item}/fil/{number}", 1, None),
        ("POST /sager/find", None, None),
        ("POST /sager/{item}/svar", 1, 422),
        ("POST /sager/{item}/svar", 1, 303),
    ]


def test_what_cannot_be_written_down_is_not_shown(desk: Desk, client: httpx.Client) -> None:
    """An audit that is full or gone costs a page, never a trace."""
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit_outcomes")
        connection.exec_driver_sql("DROP TABLE audit")
    for address in ("/sager/GEV-1", "/sager/GEV-1/fil/1"):
        refused = client.get(address)
        assert (refused.status_code, BILL.person.name in refused.text) == (503, False)
    client.post("/sager/GEV-1/svar", data=form(valg="afvis"))
    assert row(desk.engine, 1).state == State.PENDING


def test_the_log_names_no_citizen(desk: Desk, client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    """Neither what was searched for nor what was typed, and no address holds a CPR number."""
    name = short_name(client)
    with caplog.at_level(logging.INFO):
        client.post("/sager/find", data=form(soeg=CPR))
        client.post("/sager/GEV-1/svar", data=form(valg="ret", **{name: "310271-1234"}))
        client.post("/sager/GEV-1/svar", data=form(valg="ret", **{name: CPR}))
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("gevinst"))
    assert "find 200" in ours
    assert not [each for each in (CPR, CPR.replace("-", ""), BILL.person.name, "310271") if each in ours]
    assert not [each for each in desk.door.asked if CPR[-4:] in each]


# --- the case -------------------------------------------------------------------------------------------------------


def test_the_case_says_who_what_and_why(client: httpx.Client) -> None:
    """Person, question, what was read, what was done, the mail and its files by the names they came with."""
    text = client.get("/sager/GEV-1").text
    for said in (
        f"<strong>{BILL.person.name}</strong>, CPR-nummer ikke læst",
        "Spørgsmål 1-1",
        "Der står intet CPR-nummer i dokumentet.",
        f'value="{BILL.treatment}"',
        "Robotten har ikke skrevet noget i fagsystemet og ikke sendt noget.",
        "kontakt@klinik.example",
        "Hermed fremsendes regning.",
        f"Regning {BILL.person.name} 1.pdf",
    ):
        assert said in text, said
    assert "<script" not in text


def test_a_page_is_a_picture_with_what_was_read_on_it(database: Engine) -> None:
    """The number isn't painted over here; the green frames stand where the values do, and the red one where two contradict."""
    known(database)
    receive(mail(TWO_AMOUNTS), letter(("regning.docx", word_table(WITHOUT_NUMBER)), message_id="<2@klinik.example>"))
    run(database)
    with served_desk(database, person(database)) as desk, httpx.Client(base_url=desk.url, timeout=120) as client:
        for item, problem in (("GEV-1", True), ("GEV-2", False)):
            short = short_name(client, item=item).split(".")[1]
            answered = client.get(f"/sager/{item}/side/{short}/1.png")
            assert (answered.status_code, answered.headers["content-type"]) == (200, "image/png")
            assert answered.headers["cache-control"] == "no-store"
            drawn = Image.open(io.BytesIO(answered.content))
            colours = {colour: count for count, colour in drawn.getcolors(1 << 24) or ()}
            assert (0, 128, 60) in colours
            assert ((190, 30, 30) in colours) is problem
            assert colours.get((60, 60, 60), 0) < 100  # what masks a number elsewhere
            assert client.get(f"/sager/{item}/side/{short}/2.png").status_code == 404
            assert client.get(f"/sager/{item}/side/{'0' * 12}/1.png").status_code == 404


def test_a_file_is_saved_and_never_opened_by_the_browser(client: httpx.Client) -> None:
    """As it came, under a neutral name, with headers that let it run nothing."""
    answered = client.get("/sager/GEV-1/fil/2")
    assert answered.content == label_table(WITHOUT_NUMBER)
    assert answered.headers["content-disposition"].startswith("attachment")
    assert BILL.person.name not in answered.headers["content-disposition"]
    assert answered.headers["content-type"] == "application/octet-stream"
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answered.headers["content-security-policy"]
    assert client.get("/sager/GEV-1/fil/9").status_code == 404


def locked() -> bytes:
    """A PDF nobody can open without its password."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("hemmelig", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def no_word() -> bytes:
    """An archive that is called a Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types")
        archive.writestr("word/document.xml", "<w:document")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("laast.pdf", locked(), "Filen er låst med adgangskode"),
        ("itu.pdf", b"%PDF-1.7\nnot one", "Filen er beskadiget"),
        ("bombe.pdf", b"%PDF-1.7\n" + b"[" * 2_000_000, "Kan ikke vises her"),
        ("billede.pdf", b"\x89PNG", "hverken en PDF eller et dokument"),
        ("itu.docx", no_word(), "Kan ikke vises her"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_sentence(database: Engine, name: str, content: bytes, said: str) -> None:
    """The page, its other document and its question are there all the same, and the file can be saved."""
    known(database)
    receive(letter((name, content), ("regning.pdf", label_table(BILL))))
    run(database)
    with served_desk(database, person(database)) as desk, httpx.Client(base_url=desk.url, timeout=120) as client:
        answered = client.get("/sager/GEV-1")
        assert (answered.status_code, said in answered.text) == (200, True)
        assert answered.text.count("<img") == 1
        assert "Jeg har klaret den" in answered.text
        assert client.get("/sager/GEV-1/fil/2").content == content


# --- answers --------------------------------------------------------------------------------------------------------


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
    assert "<button" not in text
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
