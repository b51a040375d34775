"""Who sees what at the desk: cases of one's own units, to caseworkers alone, and each look is written down first."""

import io
import logging
import zipfile

import httpx
import pytest
from PIL import Image
from pypdf import PdfWriter
from sqlalchemy import Engine

from gevinst.door.person import Role
from gevinst.items.model import State
from gevinst.potentials.potential import Potential
from gevinst.potentials.register import put_potential
from sandbox.post.layouts import label_table, word_table
from tests.gevinst.core import OFFICE, ON_SQLITE, row
from tests.gevinst.web.desk import (
    BILL,
    CPR,
    TWO_AMOUNTS,
    WITHOUT_NUMBER,
    Desk,
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
from tests.tasks.mailroom import letter

pytestmark = ON_SQLITE
NO_SUCH = "Der er ingen sag med det nummer i dine enheder."


def test_without_a_door_the_pages_do_not_exist(database: Engine) -> None:
    """The office's page alone has no address that shows whom a case is about."""
    with served(database) as running, httpx.Client(base_url=running.url) as client:
        for address in ("/sager", "/sager/GEV-1", "/sager/GEV-1/fil/1"):
            assert client.get(address).status_code == 404


def test_only_caseworkers_come_in(desk: Desk, client: httpx.Client) -> None:
    """Whoever has another role is told in Danish and learns nothing; that they tried is written down, and not as seen."""
    for role in (Role.OFFICE, Role.OPERATIONS, Role.LOG_CONTROLLER):
        desk.door.person = person(desk.engine, "XYZ", role=role)
        for address in ("/sager", "/sager/GEV-1", "/sager/GEV-1/fil/1", "/sager/GEV-99"):
            refused = client.get(address)
            assert (refused.status_code, "Ingen adgang" in refused.text) == (403, True)
            assert BILL.person.name not in refused.text
        assert client.post("/sager/GEV-1/svar", data=form(valg="afvis")).status_code == 403
    assert {(item, status) for _, item, status in audited(desk.engine)} == {(None, 403)}
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
