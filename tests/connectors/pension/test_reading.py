"""Looking things up: what a visit shows is what the system holds, or an error that says what happens next."""

import socket
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.browser.session import browser
from connectors.pension.acts import FileDocument, RegisterDocument
from connectors.pension.session import open_pension
from gevinst.errors import ConfigurationError, ProcessError, RetryLater, SystemDown
from gevinst.values.cpr import Cpr
from sandbox.legacy.app import Pensys
from sandbox.legacy.state import Fault, save_registration
from sandbox.people import DECEASED, ORDINARY, PROTECTED, UNKNOWN, WITHOUT_GRANT, Person
from tests.connectors.pension.altered import Altered, Blind, Deaf
from tests.connectors.pension.samples import CPR, FORM, as_saved, file_of, register, visit
from tests.pensys import RunningPensys
from tests.thoroughness import EVERY_MOMENT

NAME = ORDINARY[0].name


def test_an_unknown_citizen_is_none(pensys: RunningPensys) -> None:
    """A number the system doesn't know is no citizen."""
    with visit() as pension:
        assert pension.citizen(Cpr.parse(UNKNOWN.cpr)) is None


@pytest.mark.parametrize("person", [ORDINARY[0], PROTECTED, DECEASED, WITHOUT_GRANT])
def test_reads_what_the_system_knows_of_a_citizen(pensys: RunningPensys, person: Person) -> None:
    """Name, protection, death and grant, each as the system has it."""
    with visit() as pension:
        citizen = pension.citizen(Cpr.parse(person.cpr))
    assert citizen is not None
    assert citizen.name.reveal() == person.name
    assert (citizen.protected, citizen.deceased, citizen.has_grant) == (
        person.protected,
        person.deceased,
        person.has_grant,
    )


def test_every_citizen_looked_up_in_a_visit_is_logged_once(pensys: RunningPensys) -> None:
    """Whichever read comes first tells the access log; the next ones of the same visit don't repeat it."""
    seen: list[Cpr] = []
    with open_pension(log_access=seen.append) as pension:
        pension.registrations(CPR)
        pension.citizen(CPR)
        pension.citizen(Cpr.parse(PROTECTED.cpr))
    assert seen == [CPR, Cpr.parse(PROTECTED.cpr)]


def test_without_a_line_in_the_access_log_nothing_is_looked_up(pensys: RunningPensys) -> None:
    """When the log can't be written, the system isn't even asked."""

    def full(cpr: Cpr) -> None:
        raise OSError

    with pytest.raises(OSError), open_pension(log_access=full) as pension:  # noqa: PT011 (the log's own error)
        pension.citizen(CPR)
    assert pensys.rows("requests") == []


def test_finds_its_row_on_the_third_page(pensys: RunningPensys) -> None:
    """Tables of five rows a page are read to the end, and a row on the last page can be opened."""
    for day in range(1, 13):
        save_registration(pensys.database, as_saved() | {"reference": f"GEV-9{day}", "amount": ""})
    with visit() as pension:
        rows = pension.registrations(CPR)
        assert pension.registration_page(CPR, rows[11].number).number == "HT-2026-000012"
    assert [row.reference for row in rows] == [f"GEV-9{day}" for day in range(1, 13)]
    assert {row.amount for row in rows} == {None}


def test_a_slow_answer_is_waited_for(pensys: RunningPensys) -> None:
    """The page that was there before the click is never read in the new one's place."""
    pensys.use(Pensys(pensys.database, slow_ms=200))
    save_registration(pensys.database, as_saved())
    with visit() as pension:
        assert pension.citizen(CPR) is not None
        assert pension.citizens_with("GEV-8") == []
        assert pension.citizens_with("GEV-7") == [CPR]


# --- the session ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["soeg", "vaelg", "nyt", "side"] if EVERY_MOMENT else ["soeg", "side"])
def test_an_expired_session_is_renewed_once(pensys: RunningPensys, action: str) -> None:
    """Wherever it expires before the click, one more sign-in and nothing else: the document is registered once."""
    for number in range(6):
        save_registration(pensys.database, as_saved() | {"reference": f"GEV-9{number}", "cvr": "20000021"})
    pensys.arm(Fault.EXPIRE_SESSION, match=action)
    register()
    assert len(pensys.rows("sessions")) == 2
    assert len(pensys.rows("registrations")) == 7


def test_a_session_that_keeps_expiring_is_left_for_later(pensys: RunningPensys) -> None:
    """One renewal a read; then the item is tried again later, and no sign-in loop runs."""
    pensys.arm(Fault.EXPIRE_SESSION, times=9, match="soeg")
    with visit() as pension, pytest.raises(RetryLater):
        pension.citizen(CPR)
    assert len(pensys.rows("sessions")) == 2


def test_a_wrong_password_is_tried_once(pensys: RunningPensys, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused password is a setting to mend, and never tried again in the visit: accounts get locked."""
    monkeypatch.setenv("GEVINST_SECRET_PENSION_PASSWORD", "forkert")
    with visit() as pension:
        for _ in range(2):
            with pytest.raises(ConfigurationError, match="password"):
                pension.citizen(CPR)
    assert [row["action"] for row in pensys.rows("requests")].count("login") == 1


def test_a_missing_address_names_its_setting(pensys: RunningPensys, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to guess what is not set."""
    monkeypatch.setenv("GEVINST_PENSION_URL", "")
    with visit() as pension, pytest.raises(ConfigurationError, match="GEVINST_PENSION_URL"):
        pension.citizen(CPR)


# --- a system in trouble --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["login", "soeg", "vaelg", "nyt"])
def test_a_server_error_is_the_systems_trouble(pensys: RunningPensys, where: str) -> None:
    """Status 500 makes the queue wait; it costs the item nothing."""
    pensys.arm(Fault.ERROR_500, match=where)
    with visit() as pension, pytest.raises(SystemDown):
        pension.registration_form(CPR)


def test_a_system_that_does_not_listen_is_down(pensys: RunningPensys, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection makes the queue wait."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("GEVINST_PENSION_URL", f"http://127.0.0.1:{unused.getsockname()[1]}")
        with visit() as pension, pytest.raises(SystemDown):
            pension.citizen(CPR)


def test_a_killed_browser_is_replaced(pensys: RunningPensys) -> None:
    """The next case gets a new browser when the old one died."""
    with visit() as pension:
        first = browser()
        running = pension.case.context.browser
        assert running is not None
        running.close()
    with visit() as pension:
        assert pension.citizen(CPR) is not None
    assert browser() is not first


# --- a screen that changed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("<h1>Borger</h1>", "<h1>Person</h1>"),
        ("<th>CVR</th>", "<th>CVR-nr.</th>"),
        ("<th>Ekstern reference</th>", "<th>Beløb</th>"),
        ("<td>Aktiv</td>", "<td>Udvandret</td>"),
        ("<th>Helbredstillæg</th>", "<th>Tillæg</th>"),
        ("1 i alt", "2 i alt"),
        ("03-09-2026</td>", "9/3/26</td>"),
        ("1.234,50</td>", "1234.50</td>"),
        ("CPR-nummer</label>", "Personnummer</label>"),
        ('<span id="soegt-cpr">', '<span id="soegt-cpr">01'),
        ("</h1>", "</h1><script>alert('Husk at gemme!')</script>"),
    ],
)
def test_a_changed_screen_is_a_process_error(pensys: RunningPensys, was: str, now: str) -> None:
    """A heading, column, label, value or dialog that isn't the one expected is never guessed at."""
    save_registration(pensys.database, as_saved())
    pensys.use(Altered(pensys.database, was, now))
    with visit() as pension, pytest.raises(ProcessError):
        RegisterDocument(pension, FORM).look()


def test_a_search_that_does_not_filter_is_found_out(pensys: RunningPensys) -> None:
    """The positive control: a search for what can't exist shows rows, so nothing the search shows is trusted."""
    pensys.use(Deaf(pensys.database))
    with visit() as pension, pytest.raises(ProcessError, match="filter"):
        RegisterDocument(pension, FORM).look()


def test_a_search_by_reference_that_finds_nothing_is_found_out(pensys: RunningPensys) -> None:
    """Our row stands on the citizen's page, and the search for our number is blind: absence proves nothing then."""
    save_registration(pensys.database, as_saved())
    pensys.use(Blind(pensys.database))
    with visit() as pension, pytest.raises(ProcessError, match="disagree"):
        RegisterDocument(pension, FORM).look()


# --- what must not be seen ------------------------------------------------------------------------------------------


def test_evidence_of_a_failure_names_nobody(pensys: RunningPensys, tmp_path: Path) -> None:
    """The picture is masked and the text says neither who nor which number; the page's own words are there."""
    with suppress(ProcessError), open_pension(log_access=lambda _cpr: None, evidence=tmp_path / "evidence") as pension:
        assert pension.citizen(CPR) is not None
        raise ProcessError
    text = (tmp_path / "evidence" / "page.txt").read_text(encoding="utf-8")
    assert "Helbredstillæg" in text
    assert [part for part in (CPR.digits, CPR.formatted, *NAME.split()) if part in text] == []


def test_values_and_acts_show_nothing_personal(pensys: RunningPensys) -> None:
    """Whatever is printed by accident holds no number, name or treatment."""
    save_registration(pensys.database, as_saved())
    with visit() as pension:
        citizen = pension.citizen(CPR)
        (registration,) = pension.registrations(CPR)
        shown = repr(
            [
                citizen,
                registration,
                FORM,
                RegisterDocument(pension, replace(FORM)),
                FileDocument(pension, CPR, registration.number, file_of(b"hemmeligt"), "GEV-7"),
            ]
        )
    assert [part for part in (CPR.digits, CPR.formatted, *NAME.split(), "Briller", "hemmeligt") if part in shown] == []


def test_the_lease_is_asked_for_at_the_last_moment(pensys: RunningPensys) -> None:
    """Ownership is asked exactly once a write, when the form is filled and the request about to leave."""
    asked: list[int] = []
    with visit() as pension:
        act = RegisterDocument(pension, FORM)
        act.look()
        act.prepare()
        act.write(lambda: asked.append(len(pensys.rows("registrations"))))
    assert asked == [0]
