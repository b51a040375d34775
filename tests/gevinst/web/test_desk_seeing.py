"""Who sees what at the desk: cases of one's own units, to caseworkers alone, and each look is written down first."""

import io
import logging
import re
import zipfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from threading import Event
from urllib.parse import unquote

import httpx
import pytest
from PIL import Image
from pypdf import PdfWriter
from sqlalchemy import Engine, select

from connectors.documents.pages_shown import show_pages
from gevinst.desk.showing import Mark, Pages
from gevinst.items.model import State
from gevinst.persons.about import hash_of
from gevinst.store.tables import access_log
from gevinst.values.cpr import Cpr
from sandbox.post import bodies
from sandbox.post.layouts import label_table, word_table
from tests.gevinst.core import ON_SQLITE, row
from tests.gevinst.door.visitors import LOG_CONTROLLER, OFFICE, OPERATIONS, OTHER_UNIT
from tests.gevinst.web.desk import (
    BILL,
    CPR,
    TWO_AMOUNTS,
    WITHOUT_NUMBER,
    Colleague,
    Desk,
    at_desk,
    audited,
    mail,
    run,
)
from tests.gevinst.web.office import served
from tests.tasks.mailroom import letter

pytestmark = [ON_SQLITE, pytest.mark.usefixtures("colleagues")]
NO_SUCH = "Der er ingen sag med det nummer i dine enheder."


def test_without_a_door_the_pages_do_not_exist(database: Engine) -> None:
    """The office's page alone has no address that shows whom a case is about."""
    with served(database) as running, httpx.Client(base_url=running.url) as client:
        for address in ("/sager", "/sager/GEV-1", "/sager/GEV-1/fil/1"):
            assert client.get(address).status_code == 404


@pytest.mark.parametrize("initials", [OFFICE, OPERATIONS, LOG_CONTROLLER])
def test_only_caseworkers_come_in(desk: Desk, initials: str) -> None:
    """Whoever has another role is told in Danish and learns nothing; that they tried is written down, and not as seen."""
    with desk.colleague(initials) as other:
        for address in ("/sager", "/sager/GEV-1", "/sager/GEV-1/fil/1", "/sager/GEV-99"):
            refused = other.client.get(address)
            assert (refused.status_code, "Ingen adgang" in refused.text) == (403, True)
            assert BILL.person.name not in refused.text
        assert other.answer(valg="afvis").status_code == 403
        assert other.find(CPR).status_code == 403
    assert {(item, status) for _, item, status in audited(desk.engine)} == {(None, 403)}
    assert row(desk.engine, 1).state == State.PENDING


def test_another_units_case_is_as_if_it_were_none(desk: Desk, abc: Colleague) -> None:
    """Every address of it, and of a number that was never given out: one and the same page."""
    short = abc.name_of().split(".")[1]
    with desk.colleague(OTHER_UNIT) as other:
        seen = set()
        for number in ("GEV-1", "GEV-2", "GEV-4711", "1", "x", "GEV-99999999999999999999"):
            for tail in ("", "/fil/1", f"/side/{short}/1.png"):
                answered = other.client.get(f"/sager/{number}{tail}")
                seen.add((answered.status_code, answered.text))
            posted = other.answer(number, valg="afvis")
            seen.add((posted.status_code, posted.text))
        ((status, text),) = seen
        assert (status, NO_SUCH in text) == (404, True)
        assert row(desk.engine, 1).state == State.PENDING
        assert "GEV-1" not in other.client.get("/sager").text
        assert NO_SUCH in other.find("GEV-1").text
        assert "Ingen sager om borgeren" in other.find(CPR).text


def test_every_look_is_written_down_before_it_is_shown(desk: Desk, abc: Colleague) -> None:
    """A case, a page's picture, a file, a search, an answer, with how it went; of a citizen's number, in the access log alone."""
    short = abc.name_of().split(".")[1]
    abc.client.get(f"/sager/GEV-1/side/{short}/1.png")
    abc.client.get("/sager/GEV-1/fil/2")
    abc.find("GEV-1")
    abc.find("GEV-4711")
    abc.find(CPR)
    abc.answer(valg="ret")
    abc.answer(valg="klaret")
    assert audited(desk.engine) == [
        ("GET /sager/{item}", 1, 200),
        ("GET /sager/{item}/side/{document}/{page}.png", 1, 200),
        ("GET /sager/{item}/fil/{number}", 1, 200),
        ("POST /sager/find", 1, 303),
        ("POST /sager/find", None, 404),
        ("POST /sager/{item}/svar", 1, 422),
        ("POST /sager/{item}/svar", 1, 303),
    ]
    with desk.engine.connect() as connection:
        looked = connection.execute(select(access_log.c.cpr_hash, access_log.c.purpose)).all()
    assert [each.purpose for each in looked if each.cpr_hash == hash_of(Cpr.parse(CPR))][-1] == "søgning på sagslisten"


def test_what_cannot_be_written_down_is_not_shown(desk: Desk, abc: Colleague) -> None:
    """A log that is full or gone costs a page, a picture, a file and a search, never a trace."""
    picture = f"/sager/GEV-1/side/{abc.name_of().split('.')[1]}/1.png"
    assert abc.client.get(picture).status_code == 200
    with desk.engine.begin() as connection:
        for table in ("audit_outcomes", "audit", "access_log"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    pages = ("/sager/GEV-1", picture, "/sager/GEV-1/fil/1")
    for refused in (*map(abc.client.get, pages), *map(abc.find, ("GEV-1", CPR))):
        assert (refused.status_code, refused.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert not [each for each in (BILL.person.name, "GEV-1") if each in refused.text]
    assert abc.answer(valg="afvis").status_code == 503
    assert row(desk.engine, 1).state == State.PENDING


def test_the_log_names_no_citizen(desk: Desk, abc: Colleague, caplog: pytest.LogCaptureFixture) -> None:
    """Neither what was searched for nor what was typed."""
    name = abc.name_of()
    with caplog.at_level(logging.INFO):
        abc.find(CPR)
        abc.answer(valg="ret", **{name: "310271-1234"})
        abc.answer(valg="ret", **{name: CPR})
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("gevinst"))
    assert "find 200" in ours
    assert not [each for each in (CPR, CPR.replace("-", ""), BILL.person.name, "310271") if each in ours]
    assert row(desk.engine, 1).state == State.NEW


class _Addresses(HTMLParser):
    """Every address a page leads to, sends to or loads from."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        assert tag
        self.found += [value or "" for name, value in attrs if name in ("href", "action", "formaction", "src")]


def test_no_address_holds_a_number(database: Engine) -> None:
    """Wherever a citizen's number was typed or is shown: no redirect, link, form or picture carries it, nor did the browser."""
    answered: list[httpx.Response] = []
    with at_desk(database, mail(BILL, body=bodies.COMPLAINT), mail(WITHOUT_NUMBER, number=2)) as (desk, abc):
        abc.client.event_hooks["response"].append(answered.append)
        typed = "310271-1234"
        for text in (CPR, CPR.replace("-", ""), typed):
            abc.find(text)
        abc.answer("GEV-2", valg="ret", **{abc.name_of(item="GEV-2"): typed})
        abc.answer("GEV-2", valg="ret", note=CPR, **{abc.name_of(item="GEV-2"): CPR})
        abc.led_on(abc.answer("GEV-2", valg="ret", **{abc.name_of(item="GEV-2"): CPR}))
        abc.led_on(abc.answer(valg="fortsaet"))
        run(database)
        abc.led_on(abc.find("GEV-1"))
        abc.see("GEV-2")
        pages = [each for each in answered if each.headers.get("content-type", "").startswith("text/html")]
        assert sum(CPR in each.text for each in pages) >= 4  # it is shown to them
        reader = _Addresses()
        for each in pages:
            reader.feed(each.text)
        addresses = [each.headers["location"] for each in answered if "location" in each.headers] + reader.found
        assert {"/sager/GEV-1", "/sager/GEV-2/svar", "/sager/find", "/sager?besvaret=GEV-2"} <= set(addresses)
        assert any(each.endswith("/1.png") for each in addresses)
        addresses += [each.decode("ascii") for each in desk.asked]
        plain = [re.sub(r"[^0-9A-Za-z]", "", unquote(each)) for each in addresses]
        numbers = [each.replace("-", "") for each in (CPR, typed)]
        assert not [each for each in plain if any(number in each for number in numbers)]


# --- the case -------------------------------------------------------------------------------------------------------


def test_the_case_says_who_what_and_why(abc: Colleague) -> None:
    """Person, question, what was read, what was done, the mail and its files by the names they came with."""
    text = abc.see()
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
    word = letter(("regning.docx", word_table(WITHOUT_NUMBER)), message_id="<2@klinik.example>")
    with at_desk(database, mail(TWO_AMOUNTS), word) as (_, abc):
        for item, problem in (("GEV-1", True), ("GEV-2", False)):
            short = abc.name_of(item=item).split(".")[1]
            answered = abc.client.get(f"/sager/{item}/side/{short}/1.png")
            assert (answered.status_code, answered.headers["content-type"]) == (200, "image/png")
            assert answered.headers["cache-control"] == "no-store"
            drawn = Image.open(io.BytesIO(answered.content))
            colours = {colour: count for count, colour in drawn.getcolors(1 << 24) or ()}
            assert (0, 128, 60) in colours
            assert ((190, 30, 30) in colours) is problem
            assert colours.get((60, 60, 60), 0) < 100  # what masks a number elsewhere
            assert abc.client.get(f"/sager/{item}/side/{short}/2.png").status_code == 404
            assert abc.client.get(f"/sager/{item}/side/{'0' * 12}/1.png").status_code == 404


def test_a_slow_document_does_not_hold_up_the_desk(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its case is there without the number of pages, as is every other, and the picture comes when it is drawn."""
    drawn = Event()

    def slowly(path: Path, name: str, page: int, marks: Sequence[Mark]) -> Pages:
        assert drawn.wait(60)
        return show_pages(path, name, page, marks)

    monkeypatch.setattr("gevinst.desk.pictures.shows_pages", lambda: slowly)
    monkeypatch.setattr("gevinst.web.views.case.DRAWING_SECONDS", 0.05)
    with at_desk(database, mail(WITHOUT_NUMBER), mail(TWO_AMOUNTS, number=2)) as (_, abc):
        for item in ("GEV-1", "GEV-2"):
            text = abc.see(item)
            assert "Dokumentet er ved at blive tegnet." in text
            assert text.count("<img") == 1
            assert "Jeg har klaret den" in text
        drawn.set()
        (picture,) = re.findall(r'<img src="([^"]+)"', abc.see())
        assert abc.client.get(picture).content.startswith(b"\x89PNG")
        assert "er ved at blive tegnet" not in abc.see()


def test_a_file_is_saved_and_never_opened_by_the_browser(abc: Colleague) -> None:
    """As it came, under a neutral name, with headers that let it run nothing."""
    answered = abc.client.get("/sager/GEV-1/fil/2")
    assert answered.content == label_table(WITHOUT_NUMBER)
    assert answered.headers["content-disposition"].startswith("attachment")
    assert BILL.person.name not in answered.headers["content-disposition"]
    assert answered.headers["content-type"] == "application/octet-stream"
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answered.headers["content-security-policy"]
    assert abc.client.get("/sager/GEV-1/fil/9").status_code == 404


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
    with at_desk(database, letter((name, content), ("regning.pdf", label_table(BILL)))) as (_, abc):
        answered = abc.client.get("/sager/GEV-1")
        assert (answered.status_code, said in answered.text) == (200, True)
        assert answered.text.count("<img") == 1
        assert "Jeg har klaret den" in answered.text
        assert abc.client.get("/sager/GEV-1/fil/2").content == content
