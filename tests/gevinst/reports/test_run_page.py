"""The report of a run: what each case did and why it stopped, for people who open a file; nothing of whose case it was."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, update

from connectors.browser.session import browser
from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError, RetryLater, SetAside, Uncertain
from gevinst.items.case import Case, Credit
from gevinst.items.steps import begin_step
from gevinst.private_files import write_private
from gevinst.reports.run import RunOfCases, collect_run
from gevinst.reports.run_page import write_run_report
from gevinst.settings import settings
from gevinst.store.tables import receipts
from sandbox.leaks import needles_of, search_folder
from tests.gevinst.core import ON_SQLITE, QUEUE, OutsideSystem, Register, put, register_potential, run

NAME, CPR = "Agnes Ahornblad", "0702481239"
TITLES = {"read_documents": "Læs dokumenterne"}
RUN = RunOfCases("run-1", "gifted-otter", QUEUE.name, TITLES, "Køen venter.")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e5"
    "27d4a20000000049454e44ae426082"
)


def failing(*errors: Exception | None) -> Iterator[Exception | None]:
    """How one case after another ends."""
    yield from errors


@pytest.fixture
def report(database: Engine) -> Path:
    """A run of six cases, each with another end; the third left evidence, and someone's name where it must not show."""
    register_potential(database)
    for reference in "abcdef":
        put(database, reference, navn=NAME, cpr=CPR)
    outside = OutsideSystem()
    ends = failing(
        None,
        BusinessError(Code.NO_GRANT, candidates=(NAME,)),
        ProcessError("the screen has changed: gevinst pages diff"),
        Uncertain("register", "unknown", key="document"),
        SetAside(Code.AUTO_REPLY),
        RetryLater("later"),
    )

    def work(case: Case) -> None:
        begin_step("Registrér i fagsystemet")
        case.checkpoint("read_documents-form-1", str, lambda: NAME, Credit("read"))
        error = next(ends)
        if isinstance(error, ProcessError):
            write_private(case.evidence_folder / "page.png", PNG)
            write_private(case.evidence_folder / "screen.diff", f'-textbox "{CPR}"\n+textbox "Cvr-nr."\n')
            write_private(case.evidence_folder / "where.txt", "time: x\nstep: y\nwindow 1: /registrer\n")
            write_private(case.evidence_folder / "unforeseen.txt", NAME)
        if error is not None:
            raise error
        case.guarded(Register(outside, case.item.label))

    run(database, work, limit=6)
    return made(database)


def made(engine: Engine) -> Path:
    """The report as it is written now."""
    with engine.connect() as connection:
        return write_run_report(collect_run(connection, RUN, range(1, 7)))


@pytest.fixture
def page(report: Path) -> Iterator[Page]:
    """The report, opened from the folder it lies in."""
    with browser().case() as case:
        case.page.goto(report.resolve().as_uri())
        yield case.page


def case_of(page: Page, label: str) -> str:
    """All that the page says of one case."""
    return page.locator(f"details[id^='{label}-']").evaluate("one => { one.open = true; return one.innerText }")


@ON_SQLITE
def test_each_case_says_what_was_done_and_why_it_stopped(page: Page) -> None:
    """In Danish sentences: the steps by their titles, the receipt with the system's number, the question with its answers."""
    assert "klaret af robotten" in case_of(page, "GEV-1")
    assert "Læs dokumenterne" in case_of(page, "GEV-1")
    assert "På vej: registreringen i fagsystemet" in case_of(page, "GEV-1")
    assert "Læst tilbage: registreringen i fagsystemet, nummer HT-0" in case_of(page, "GEV-1")
    assert Code.NO_GRANT.sentence in case_of(page, "GEV-2")
    assert "2-1" in case_of(page, "GEV-2")
    assert "prøv igen, jeg har klaret den, afvis" in case_of(page, "GEV-2")
    assert "Slå op: registreringen i fagsystemet, med nummeret GEV-4" in case_of(page, "GEV-4")
    assert "ikke en sag" in case_of(page, "GEV-5")
    assert "prøves igen senere" in case_of(page, "GEV-6")
    figures = page.locator(".figure").all_inner_texts()
    assert figures[:3] == ["2", "2", "1"]
    assert "Køen venter." in page.locator("header").inner_text()


@ON_SQLITE
def test_a_failure_shows_where_it_stopped_and_what_was_seen(page: Page) -> None:
    """Open from the start: the step, what differs on the screen, the picture itself, and where the rest lies."""
    failed = page.locator("details[id^='GEV-3-']")
    assert failed.get_attribute("open") is not None
    said = failed.inner_text()
    assert "Registrér i fagsystemet: her stoppede det" in said
    assert '+textbox "Cvr-nr."' in said
    assert "the screen has changed: gevinst pages diff" in said
    assert "window 1: /registrer" in said
    assert str(settings().evidence_folder / "GEV-3" / "claim-1") in said
    assert failed.get_by_role("img").evaluate("one => one.decode().then(() => one.naturalWidth)") == 1


@ON_SQLITE
def test_the_search_leaves_what_matches(page: Page) -> None:
    """By number, step or reason, several words together; a link from the list above opens its case."""
    page.get_by_label("Find en sag").fill("bevilling borgeren")
    assert page.locator("details:visible .number").all_inner_texts() == ["GEV-2"]
    assert page.locator("output").inner_text() == "1 af 6 sager"
    page.get_by_label("Find en sag").fill("")
    page.locator(".todo").get_by_role("link", name="GEV-4").click()
    expect(page.locator("details[open] .number")).to_have_text(["GEV-3", "GEV-4"])


@ON_SQLITE
def test_without_scripts_everything_is_there(report: Path) -> None:
    """A locked-down browser shows the cases, and says how to search; the field that would do nothing isn't shown."""
    with browser().case() as case:
        assert case.context.browser is not None
        context = case.context.browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(report.resolve().as_uri())
        assert page.locator("details").count() == 6
        assert page.get_by_label("Find en sag").is_hidden()
        assert page.get_by_text("Ctrl+F").is_visible()
        page.get_by_text("GEV-2").last.click()
        assert page.get_by_text("Venter på svar").first.is_visible()
        context.close()


@ON_SQLITE
def test_nothing_comes_from_elsewhere_and_nothing_personal_is_in_it(page: Page, report: Path) -> None:
    """One file that asks nobody for anything; payload, candidates, results and tracebacks stay where they are."""
    assert search_folder(settings().runs_folder, needles_of([NAME, *NAME.split(), CPR])) == []
    assert page.console_messages() == []
    assert [request for request in page.requests() if not request.url.startswith(("file:", "data:"))] == []
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700


@ON_SQLITE
@pytest.mark.parametrize("number", [CPR, "070248-1239", NAME, "robot@example.org", "x" * 40])
def test_a_number_that_may_be_somebodys_is_not_shown(database: Engine, report: Path, number: str) -> None:
    """Some systems number a case by the citizen: the receipt is told, the number isn't."""
    with database.begin() as connection:
        connection.execute(update(receipts).values(data={"number": number}))
    text = made(database).read_text(encoding="utf-8")
    assert "Læst tilbage: registreringen i fagsystemet<" in text
    assert number not in text


@ON_SQLITE
@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("wanted", ["gifted-otter", "run-1", "run", "latest"])
def test_operations_finds_it_by_what_prefect_calls_the_run(wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its name, its id, how that begins, or simply the last one."""
    assert gevinst(["runs", "show", wanted]) == 0
    said = capsys.readouterr().out
    assert "gifted-otter: 2 afsluttet, 2 afventer, 1 fejlet." in said
    assert str(settings().runs_folder / "run-1.html") in said
    assert gevinst(["runs", "list"]) == 0
    assert "gifted-otter" in capsys.readouterr().out


@ON_SQLITE
@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("wanted", ["other", "", "../../evidence"])
def test_a_run_that_is_not_there_is_said(wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence with the remedy."""
    assert gevinst(["runs", "show", wanted]) == 1
    assert "gevinst runs list" in capsys.readouterr().err


def test_both_databases_tell_the_same(database: Engine, report: Path) -> None:
    """The ends of the cases, read on either."""
    with database.connect() as connection:
        found = collect_run(connection, RUN, range(1, 7))
    assert [case.result for case in found.cases] == [
        *("klaret af robotten", "afventer sagsbehandler", "fejlet", "afventer sagsbehandler", "ikke en sag"),
        "prøves igen senere",
    ]
    assert found.cases[0].steps[0].what == "Læs dokumenterne"
    assert found.seconds == {"read": 60}
    assert report.exists()
