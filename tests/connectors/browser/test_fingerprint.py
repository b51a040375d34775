"""A screen that changed stops the case before anything is typed, and goes on once a person has looked and accepted it."""

from pathlib import Path

import pytest

from connectors.browser import accepted
from connectors.browser.case import CaseContext
from connectors.browser.fingerprint import fingerprint
from connectors.browser.session import browser
from gevinst.cli import run as gevinst
from gevinst.errors import ProcessError
from tests.connectors.browser.sample_pages import Form

NAME, CPR = "Agnes Ahornblad", "070248-1239"
FORM = f"""<h1>Registrér</h1><form><h2>Sag 12 af 31</h2><p>Borger: {NAME}</p><label>CPR-nummer<input value={CPR}></label>
    <label>Art<select><option>Overslag<option selected>Regning</select></label><input type=checkbox checked aria-label=Haster>
    <table><tr><th>Navn<th>Beløb</tr><tr><td>{NAME}<td>1,00<td><a href=#>{NAME}</a></tr></table><button>Gem</button></form>"""
KEY = "tests.connectors.browser.sample_pages.Form"


def show(case: CaseContext, html: str = FORM) -> None:
    """Bring the page up."""
    case.page.set_content(html)
    Form(case).shown()


@pytest.fixture(autouse=True)
def accepted_once(house: Path, case: CaseContext, capsys: pytest.CaptureFixture[str]) -> None:
    """The form as it was when a person looked at it."""
    with pytest.raises(ProcessError, match=f"{KEY} was never accepted"):
        show(case)
    assert gevinst(["pages", "accept", KEY, "--initials", "DRI"]) == 0
    capsys.readouterr()


def test_values_are_no_part_of_it(case: CaseContext) -> None:
    """Another citizen, another amount, another number of rows: the same screen; and nothing of a citizen is kept."""
    show(
        case,
        FORM.replace(NAME, "Bo Birk").replace("1,00", "2,00").replace("12 af 31", "1 af 9").replace(" checked", ""),
    )
    show(case, FORM.replace("</table>", "<tr><td>x<td>3,00<td></tr></table>").replace(" selected", ""))
    print_ = fingerprint(case.page.locator("form"))
    assert print_.splitlines()[:3] == ['heading "Sag # af #" [level=2]', 'textbox "CPR-nummer"', 'combobox "Art"']
    assert [value for value in (NAME, CPR, "1,00") if value in print_] == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (">CPR-nummer", ">Personnummer", ('-textbox "CPR-nummer"', '+textbox "Personnummer"')),
        ("<button>Gem</button>", "<button>Gem</button><button>Slet</button>", ('+button "Slet"',)),
        ("<th>Beløb", "", ('-columnheader "Beløb"',)),
        ("<option selected>Regning", "<option selected>Faktura", ('-option "Regning"', '+option "Faktura"')),
        ("<input value", "<input type=checkbox value", ('-textbox "CPR-nummer"', '+checkbox "CPR-nummer"')),
    ],
)
def test_what_a_robot_relies_on_is(
    case: CaseContext, capsys: pytest.CaptureFixture[str], old: str, new: str, told: tuple[str, ...]
) -> None:
    """Renamed, come, gone, or of another kind: the case stops, and the difference is told without any value."""
    with pytest.raises(ProcessError, match=f"{KEY} has changed.*gevinst pages accept"):
        show(case, FORM.replace(old, new))
    gevinst(["pages", "list"])
    gevinst(["pages", "diff", KEY])
    shown = capsys.readouterr().out
    assert KEY in shown
    assert [line for line in told if line not in shown.splitlines()] == []
    assert case.notes["screen.diff"] in shown
    assert [value for value in (NAME, CPR) if value in shown] == []


def test_an_accepted_screen_is_the_one_from_then_on(case: CaseContext, capsys: pytest.CaptureFixture[str]) -> None:
    """For every worker; the old one is the changed one now. Who looked stands in the file."""
    changed = FORM.replace(">CPR-nummer", ">Personnummer")
    with pytest.raises(ProcessError):
        show(case, changed)
    assert gevinst(["pages", "accept", KEY, "--initials", "KAH"]) == 0
    show(case, changed)
    with browser().case() as another:
        show(another, changed)
    with pytest.raises(ProcessError):
        show(case)
    (kept,) = (accepted.settings().data_folder / "pages").glob("*.txt")
    assert "by KAH" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0


def test_nothing_to_accept_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Accepting twice, or a page that isn't there, does nothing."""
    assert gevinst(["pages", "accept", KEY, "--initials", "DRI"]) != 0
    assert "gevinst pages list" in capsys.readouterr().err
