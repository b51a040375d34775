"""A case's connection: signing on, waiting, and what happens when the host does not do its part."""

import ssl
import threading
from pathlib import Path

import pytest
import trustme
from pydantic import SecretStr

from connectors.browser.session import browser
from connectors.terminal.case import TerminalCase, terminal
from connectors.terminal.keys import Key
from connectors.terminal.screens import SessionExpired
from gevinst.errors import ConfigurationError, ProcessError, RetryLater, SystemDown
from gevinst.settings import settings
from sandbox.mainframe.server import Running, running
from sandbox.mainframe.state import Fault, arm, rows
from tests.connectors.terminal.sagsys import LogOn, Menu, Search, Visit, line_to, visiting


def test_signs_on_with_a_secret_by_its_name(host: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password comes from the settings' secrets, and the menu is there."""
    monkeypatch.setenv("GEVINST_SECRET_SAGSYS_PASSWORD", "opdigtet-kode")
    with terminal(line_to(host.port)) as case:
        menu = Visit(case, settings().secret("sagsys-password")).menu()
        assert menu.is_on(case.look())


def test_a_wrong_password_is_tried_once(host: Running) -> None:
    """The host counts attempts and locks the account: the visit remembers the refusal."""
    with visiting(line_to(host.port), password="forkert") as visit:
        for _ in range(3):
            with pytest.raises(ConfigurationError, match="password"):
                visit.menu()
    assert [row["screen"] for row in rows(host.database, "keys")] == ["logon"]


def test_an_expired_session_is_signed_on_again(host: Running) -> None:
    """The screen says so wherever it comes up; the next visit to the menu signs on."""
    with visiting(line_to(host.port)) as visit:
        search = visit.menu().search()
        arm(host.database, Fault.EXPIRE_SESSION)
        with pytest.raises(SessionExpired):
            search.by_reference("GEV-7")
        assert visit.menu().search().by_reference("GEV-7").rows() == []
    assert [row["screen"] for row in rows(host.database, "keys")].count("logon") == 2


def test_a_system_that_says_it_is_closed_is_down(host: Running) -> None:
    """Every queue that names it waits; the screen is not taken for a changed one."""
    with visiting(line_to(host.port)) as visit:
        menu = visit.menu()
        arm(host.database, Fault.SYSTEM_MESSAGE)
        with pytest.raises(SystemDown) as down:
            menu.search()
    assert down.value.system == "sagsys"


def test_an_answer_is_read_only_when_it_is_all_there(host: Running) -> None:
    """The keyboard comes free with the old screen still on it: free is not enough, the expected text counts, too."""
    with visiting(line_to(host.port)) as visit:
        menu = visit.menu()
        arm(host.database, Fault.EARLY_UNLOCK, times=10)
        assert menu.search().by_reference("GEV-7").rows() == []


def test_a_keyboard_that_stays_locked_is_a_system_that_is_down(host: Running) -> None:
    """The whole answer is on the screen, and the host never gives the keyboard free: nothing is typed into it."""
    with visiting(line_to(host.port, action_seconds=1)) as visit:
        menu = visit.menu()
        arm(host.database, Fault.LOCK)
        with pytest.raises(SystemDown, match="SØG REGISTRERINGER"):
            menu.search()
        assert not visit.case.is_usable


def test_another_screen_is_named_by_what_was_expected(host: Running) -> None:
    """Operations read which screen the robot was waiting for."""
    with visiting(line_to(host.port, action_seconds=1)) as visit:
        visit.menu()
        with pytest.raises(ProcessError, match="expected the screen 'SØG REGISTRERINGER'"):
            Search(visit.case).shown()


def test_a_lost_connection_is_a_system_that_is_down_and_can_be_dialled_again(host: Running) -> None:
    """The host drops it: the case is told at once, and a fresh connection signs on afresh."""
    with visiting(line_to(host.port)) as visit:
        menu = visit.menu()
        arm(host.database, Fault.DROP)
        with pytest.raises(SystemDown, match="ended the connection"):
            menu.search()
        with pytest.raises(RetryLater, match="closed"):
            visit.case.look()
        assert visit.menu().search().by_reference("GEV-7").rows() == []


def test_nobody_there_is_a_system_that_is_down(host: Running) -> None:
    """A port that refuses."""
    with running(host.database) as other:
        gone = other.port
    with pytest.raises(SystemDown, match="does not answer"), terminal(line_to(gone)):
        pytest.fail("nobody should have answered")


def test_a_case_has_an_end_of_its_own(host: Running) -> None:
    """However patient each action is, the case isn't waited for longer than its own time."""
    line = line_to(host.port, case_seconds=1, action_seconds=600)
    with terminal(line) as case:
        LogOn(case).shown()
        with pytest.raises(SystemDown, match="in time"):
            Menu(case).shown()
        with pytest.raises(SystemDown, match="1 seconds are over"):
            case.dial()


def test_a_terminal_works_where_a_browser_is_open(host: Running) -> None:
    """A browser keeps an event loop running on its thread; a case that needs both systems is on one thread."""
    with browser().case() as page, visiting(line_to(host.port)) as visit:
        page.page.set_content("<h1>Borger</h1>")
        assert visit.menu().search().by_reference("GEV-7").rows() == []
        assert page.page.locator("h1").inner_text() == "Borger"


def test_a_terminal_works_on_any_thread(host: Running) -> None:
    """Nothing in it belongs to the main thread."""
    found: list[object] = []

    def work() -> None:
        with visiting(line_to(host.port)) as visit:
            found.append(visit.menu().search().by_reference("GEV-7").rows())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [[]]


def test_the_emulator_writes_no_log(host: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """By itself it keeps one in the working directory and puts the record in it that it couldn't read."""
    with visiting(line_to(host.port)) as visit:
        emulator = visit.menu().case._terminal()
        emulator._log_warn("a record: %s", "070248-1239")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".log"] == []
    assert "1239" not in caplog.text


class TestTls:
    """The password passes the line: it is encrypted, and the host proves who it is."""

    @pytest.fixture
    def authority(self) -> trustme.CA:
        """An authority of the test's own."""
        return trustme.CA()

    def context(self, authority: trustme.CA, name: str) -> ssl.SSLContext:
        """A host with a certificate for the name."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        return context

    def test_a_host_that_proves_itself_is_signed_on_to(self, authority: trustme.CA, tmp_path: Path) -> None:
        """By the authority that the line names."""
        ca_file = tmp_path / "ca.pem"
        authority.cert_pem.write_to_path(ca_file)
        with (
            running(tmp_path / "sagsys.sqlite", context=self.context(authority, "127.0.0.1")) as host,
            visiting(line_to(host.port, tls=True, ca_file=ca_file)) as visit,
        ):
            assert visit.menu().search().by_reference("GEV-7").rows() == []

    @pytest.mark.parametrize(("name", "trusted"), [("127.0.0.1", False), ("other.example", True)])
    def test_a_host_that_does_not_is_refused(
        self, authority: trustme.CA, tmp_path: Path, name: str, trusted: bool
    ) -> None:
        """Another authority, or a certificate for another host: the setting to mend is named, nothing is typed."""
        ca_file = tmp_path / "ca.pem"
        (authority if trusted else trustme.CA()).cert_pem.write_to_path(ca_file)
        with running(tmp_path / "sagsys.sqlite", context=self.context(authority, name)) as host:
            line = line_to(host.port, tls=True, ca_file=ca_file)
            with pytest.raises(ConfigurationError, match="ca_file"), terminal(line):
                pytest.fail("the host should have been refused")

    def test_a_port_without_tls_is_named(self, host: Running) -> None:
        """Whether it answers otherwise or hangs up, the sentence says where to look."""
        with (
            pytest.raises((ConfigurationError, SystemDown), match="TLS port") as refused,
            terminal(line_to(host.port, tls=True)),
        ):
            pytest.fail("nothing should have been agreed on")
        assert str(host.port) in refused.value.detail

    def test_an_authority_that_is_not_there_is_named(self, host: Running, tmp_path: Path) -> None:
        """By its path."""
        line = line_to(host.port, tls=True, ca_file=tmp_path / "missing.pem")
        with pytest.raises(ConfigurationError, match=r"missing\.pem"), terminal(line):
            pytest.fail("nothing should have been agreed on")


def test_a_screen_that_was_never_shown_is_not_typed_on(host: Running) -> None:
    """Nor one that was left: a page object can't type into whatever screen happens to be up."""
    with terminal(line_to(host.port)) as case:
        with pytest.raises(ProcessError, match="never shown"):
            LogOn(case).fill({"Bruger": "ROBOT1"})
        menu = LogOn(case).shown().sign_on("ROBOT1", SecretStr("opdigtet-kode"))
        menu.press(Key.ENTER)
        with pytest.raises(ProcessError, match="was left"):
            menu.press(Key.ENTER)


def test_a_code_page_that_is_none_stops_before_the_host_is_called() -> None:
    """It is a setting to mend."""
    with pytest.raises(ConfigurationError, match="cp9999"):
        TerminalCase(line_to(1, code_page="cp9999"))
