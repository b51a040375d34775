"""What is answered to whom: to this machine's names alone, with headers that keep it here, and never with a traceback."""

import csv
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, delete

from gevinst.store.tables import parameters
from gevinst.web import app as web_app
from gevinst.web.app import VIEWS
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.web.office import CPR, NAME, Served, fill, served
from tests.gevinst.web.test_walk import PAGES


@pytest.fixture
def client(page_of_office: Served) -> Iterator[httpx.Client]:
    """A program that reads the page."""
    with httpx.Client(base_url=page_of_office.url) as made:
        yield made


def rows(text: str) -> list[list[str]]:
    """The cells of a CSV file as a Danish Excel reads it."""
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:]), delimiter=";"))


def test_it_is_read_and_only_read(client: httpx.Client) -> None:
    """Every other method is refused."""
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = client.request(method, "/potentialer")
        assert (answer.status_code, "kun læses" in answer.text) == (405, True)
    assert client.head("/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.10:8720", "127.0.0.1.evil.example", "[::1]", ""])
def test_a_strangers_name_for_this_machine_gets_nothing(client: httpx.Client, host: str) -> None:
    """A page that has its own name lead here could read ours in the reader's browser."""
    answer = client.get("/potentialer", headers={"Host": host})
    assert answer.status_code == 400
    assert "P-042" not in answer.text


def test_every_answer_keeps_to_itself(client: httpx.Client) -> None:
    """No script, frame, cache or other site has anything of it; refusals carry the same headers."""
    for address in (*PAGES, "/vejen.svg", "/potentialer.csv", "/web.css", "/rapport/2026-11.html"):
        headers = client.get(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "script" not in headers["content-security-policy"]
        assert headers["cache-control"] in ("no-store", "no-cache")
    policy = client.get("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert client.get("/", headers={"Host": "x"}).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "address",
    [
        "/potentialer/P-999",
        "/potentialer/P-999/2026-11",
        "/potentialer/P-042/2026-13",
        "/potentialer/P-042/2027-01",
        "/potentialer/P-042/1999-01",
        "/potentialer/P-042/2026-11/dans",
        "/potentialer/P-042/2026-11/read?side=9",
        "/potentialer?side=0",
        "/potentialer?side=-1",
        "/potentialer?side=abc",
        "/potentialer?side=99999999999999999999999",
        "/potentialer?til=x",
        "/potentialer?periode=uge",
        "/emner/GEV-99999",
        "/emner/GEV-99999999999999999999999999",
        "/emner/x",
        "/emner/%F0%9F%92%A5",
        "/undtagelser?side=2",
        "/rapport/2030-01.xlsx",
        "/web/../../etc/passwd",
    ],
)
def test_an_address_that_leads_nowhere_says_so(client: httpx.Client, address: str) -> None:
    """A page in Danish with the way back."""
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Findes ikke" in answer.text
    assert "Til overblikket" in answer.text


def test_lists_can_be_saved_and_hold_no_formula(client: httpx.Client) -> None:
    """Their rows come to what the page says; a text that begins like a formula stays a text, a negative number a number."""
    potentials = rows(client.get("/potentialer.csv").text)
    titles = [row[1] for row in potentials]
    assert "'=Helbredstillæg <b>" in titles
    net = potentials[0].index("Netto, sekunder")
    assert f"{sum(int(row[net]) for row in potentials[1:]):,}".replace(",", ".") in client.get("/potentialer").text
    entries = rows(client.get("/potentialer/P-042/2026-10/alle.csv").text)
    seconds = [int(row[entries[0].index("Sekunder")]) for row in entries[1:]]
    assert sum(seconds) == 5 * 90
    assert min(seconds) == -90
    assert "målt på den forkerte aktivitet" in {row[-1] for row in entries}
    assert {row[1] for row in entries[1:]} == {"GEV-1", "GEV-2", "GEV-3"}


def test_the_report_can_be_saved(client: httpx.Client, tmp_path: Path) -> None:
    """Both files of the month, as attachments that the page itself never runs."""
    page = client.get("/rapport/2026-10.html")
    assert "attachment" in page.headers["content-disposition"]
    assert "Til og med oktober 2026" in page.text
    book = tmp_path / "report.xlsx"
    book.write_bytes(client.get("/rapport/2026-10.xlsx").content)
    assert "Posteringer 2026-10" in load_workbook(book).sheetnames


def test_what_a_list_of_corrections_shows(client: httpx.Client) -> None:
    """The entry that was taken back and the one that takes it back both stand there, and each names the other."""
    text = client.get("/emner/GEV-1").text
    assert "tilbageført af" in text
    assert "tilbageførsel af 1" in text
    assert "målt på den forkerte aktivitet" in text


def test_the_log_says_which_view_and_not_whose(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    """An address may hold whatever a reader typed, a citizen's number too."""
    with caplog.at_level(logging.INFO):
        client.get(f"/potentialer?soeg={CPR}+{NAME}")
        client.get(f"/emner/{CPR}")
    ours = [record.getMessage() for record in caplog.records if record.name == "gevinst.web"]
    assert [line.rsplit(" ", 2)[0] for line in ours] == ["potentials 200", "item 404"]
    assert not any(CPR in line or NAME in line for line in ours)


@ON_SQLITE
def test_what_is_broken_is_said_in_danish(
    database: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A missing rate, a missing table, an error of ours: a page without a word of code, and the cause in the log."""
    fill(database, many=1)

    def broken(*_: object) -> None:
        message = f"Traceback of {NAME}"
        raise ValueError(message)

    monkeypatch.setattr(web_app, "VIEWS", [("/broken", broken), *VIEWS])
    with served(database) as running, httpx.Client(base_url=running.url) as client:
        assert client.get("/").status_code == 200
        unforeseen = client.get("/broken")
        with database.begin() as connection:
            connection.execute(delete(parameters).where(parameters.c.name == "target_fte"))
        unset = client.get("/")
        with database.begin() as connection:
            connection.exec_driver_sql("DROP TABLE harvests")
        no_table = client.get("/hjemtaget")
    assert [unforeseen.status_code, unset.status_code, no_table.status_code] == [500, 503, 503]
    for answer in (unforeseen, unset, no_table):
        assert "driften" in answer.text
        assert not [word for word in ("Traceback", NAME, "target_fte", "SELECT") if word in answer.text]
    assert "target_fte" in caplog.text
    assert "broken: unforeseen" in caplog.text


def test_both_databases_show_the_same(database: Engine, client: httpx.Client) -> None:
    """The pages of a small municipality, read on either; and the page can't write."""
    fill(database)
    with served(database) as running, httpx.Client(base_url=running.url) as other:
        for address in PAGES:
            if address != "/maaneder":  # its hashes are of other instants
                assert other.get(address).text == client.get(address).text, address
