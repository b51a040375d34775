"""Evidence: enough to see which screen it was, and nothing of whose case it was."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from connectors.terminal.case import terminal
from connectors.terminal.evidence import Sight, save_evidence
from connectors.terminal.screens import Screen
from gevinst.errors import ConfigurationError, LeaseLost, ProcessError, SystemDown
from sandbox.mainframe.datastream import Text
from sandbox.mainframe.dialogue import PASSWORD
from sandbox.mainframe.server import Running
from sandbox.mainframe.state import Fault, arm, save
from tests.connectors.terminal.painting import painted, written
from tests.connectors.terminal.sagsys import CPR, PERSON, Bill, LogOn, Register, line_to, visiting


class Elsewhere(Screen):
    """A screen that never comes."""

    title = "AFGØRELSE"


def told(folder: Path) -> str:
    """Everything the evidence says."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))


def test_a_failure_shows_its_screen_and_names_nobody(host: Running, tmp_path: Path) -> None:
    """Labels, title and the screen expected are there; name, number and what was typed are gone."""
    with (  # noqa: PT012 (the whole visit is what fails)
        pytest.raises(ProcessError),
        visiting(line_to(host.port, action_seconds=1), evidence=tmp_path / "claim-1") as visit,
    ):
        visit.menu().form().check(Bill())
        shown = "\n".join(visit.case.look().rows)
        Elsewhere(visit.case).shown()
    text = told(tmp_path / "claim-1")
    secrets = [PERSON.name, *PERSON.name.split(), CPR.digits, CPR.formatted, Bill().text, "1.234,50", PASSWORD]
    assert [secret for secret in secrets if secret.casefold() in text.casefold()] == []
    assert [
        word for word in ("BEKRÆFT", "CPR-nummer", "PF5=Gem", "expected screen: AFGØRELSE") if word not in text
    ] == []
    assert PERSON.name in shown  # what the same screen says unmasked
    assert CPR.formatted in shown


def test_numbers_of_others_in_a_list_are_gone_too(host: Running, tmp_path: Path) -> None:
    """A list shows whoever else is in it."""
    save(host.database, {"cpr": CPR.digits, "kind": "bilag", "text": "Tænder", "amount": "1,00", "reference": "GEV-7"})
    with (
        pytest.raises(ProcessError),
        visiting(line_to(host.port, action_seconds=1), evidence=tmp_path / "claim-1") as visit,
    ):
        visit.menu().search().by_reference("GEV-7").value("Findes ikke")
    text = told(tmp_path / "claim-1")
    assert CPR.formatted not in text
    assert "[CPR]" in text


def test_a_password_is_in_no_evidence(host: Running, tmp_path: Path) -> None:
    """It stands typed on the screen when the failure comes."""
    with (  # noqa: PT012
        pytest.raises(ProcessError),
        terminal(line_to(host.port, action_seconds=1), evidence=tmp_path / "claim-1") as case,
    ):
        log_on = LogOn(case).shown()
        log_on.fill_secret("Adgangskode", SecretStr(PASSWORD))
        Elsewhere(case).shown()
    text = told(tmp_path / "claim-1")
    assert "Adgangskode" in text
    assert PASSWORD not in text


def test_a_lost_connection_still_shows_its_last_screen(host: Running, tmp_path: Path) -> None:
    """And says that the connection is closed."""
    with (  # noqa: PT012
        pytest.raises(SystemDown),
        visiting(line_to(host.port), evidence=tmp_path / "claim-1") as visit,
    ):
        menu = visit.menu()
        arm(host.database, Fault.DROP)
        menu.search()
    text = told(tmp_path / "claim-1")
    assert [word for word in ("HOVEDMENU", "connection: closed", "keyboard: locked") if word not in text] == []


def test_a_host_that_never_answered_leaves_a_note_of_it(tmp_path: Path) -> None:
    """There is no screen, and what was to be reached is said."""
    with pytest.raises(SystemDown), terminal(line_to(1), evidence=tmp_path / "claim-1"):
        pytest.fail("nobody should have answered")
    assert [path.name for path in (tmp_path / "claim-1").iterdir()] == ["where.txt"]
    assert "system: sagsys" in told(tmp_path / "claim-1")


@pytest.mark.parametrize(
    ("row", "masked"),
    [
        ("Navn: AGNES AHORNBLAD", "Navn: [NAVN]"),
        ("Navn: Ahornblad, Agnes", "Navn: [NAVN], [NAVN]"),
        ("Navn: Agnes Ahornbl", "Navn: [NAVN]"),
        ("Bo: Bopæl Eksempelby", "[NAVN]: Bopæl Eksempelby"),
        ("Ahorntræ", "Ahorntræ"),
    ],
)
def test_a_name_is_masked_as_screens_write_it(tmp_path: Path, row: str, masked: str) -> None:
    """In capitals, turned round, cut by its column; another word that begins alike stays."""
    sight = Sight("sagsys", "BORGER", connected=True, picture=written(row))
    save_evidence(sight, tmp_path, personal=["Agnes Ahornblad", "Agnes", "Ahornblad", "Bo"])
    assert (tmp_path / "screen.txt").read_text(encoding="utf-8").splitlines()[0].strip() == masked


def test_what_is_broken_at_the_edge_of_the_screen_is_masked(tmp_path: Path) -> None:
    """A field goes on in the next row, in the middle of a name or a number."""
    picture = painted(Text(3, 74, "Agnes Ahornblad"), Text(5, 72, "070248-1239 siger nej"))
    save_evidence(Sight("sagsys", "BORGER", connected=True, picture=picture), tmp_path, personal=["Agnes Ahornblad"])
    text = (tmp_path / "screen.txt").read_text(encoding="utf-8")
    assert [part for part in ("Agnes", "blad", "070248", "1239") if part in text] == []
    assert "hornblad" not in text
    assert "siger" in text


def test_nobody_else_may_open_the_folder(tmp_path: Path) -> None:
    """Evidence is case data: for the service account only, from its first moment."""
    save_evidence(Sight("sagsys", "", connected=False, picture=None), tmp_path / "GEV-1" / "claim-1")
    assert stat.S_IMODE((tmp_path / "GEV-1" / "claim-1").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    """A full or missing disk must not take the place of the failure in hand."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    save_evidence(Sight("sagsys", "", connected=False, picture=None), tmp_path / "file" / "claim-1")
    assert (tmp_path / "file").is_file()


@pytest.mark.parametrize("error", [LeaseLost, lambda: ConfigurationError("a setting")])
def test_what_is_no_failure_of_the_screen_leaves_no_evidence(host: Running, tmp_path: Path, error: type) -> None:
    """A lost lease and a missing setting need no picture of a case."""
    with (  # noqa: PT012
        pytest.raises((LeaseLost, ConfigurationError)),
        visiting(line_to(host.port), evidence=tmp_path / "c") as visit,
    ):
        Register(visit, Bill()).prepare()
        raise error()
    assert not (tmp_path / "c").exists()
