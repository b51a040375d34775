"""Dialogs: a question nobody declared is an error, since the browser answers it Cancel and goes on as if nothing were."""

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.session import browser
from gevinst.errors import ProcessError
from tests.connectors.browser.serving import Site

ASKS = "<button onclick=\"document.title = confirm('Gem bilaget?') ? 'gemt' : 'fortrudt'\">Gem</button>"


def press(case: CaseContext, *, times: int = 1) -> None:
    """Click the only button."""
    for _ in range(times):
        case.page.get_by_role("button").click()


@pytest.mark.parametrize(("accept", "answer"), [(True, "gemt"), (False, "fortrudt")])
def test_a_declared_dialog_gets_its_answer(case: CaseContext, accept: bool, answer: str) -> None:
    """The page goes on with the answer that was declared."""
    case.page.set_content(ASKS)
    with case.expect_dialog(accept=accept, text="Gem bilaget"):
        press(case)
    assert case.page.title() == answer


def test_an_undeclared_dialog_fails_the_case() -> None:
    """It is answered Cancel, so the case ends as a changed screen although every click succeeded."""

    def click() -> str:
        with browser().case() as case:
            case.page.set_content(ASKS)
            press(case)
            return case.page.title()

    with pytest.raises(ProcessError, match="nobody declared"):
        click()


def test_a_declared_dialog_that_does_not_come_is_an_error(case: CaseContext) -> None:
    """A system that stopped asking has changed, and what it did with the click is unknown."""
    case.page.set_content("<button>Gem</button>")
    with pytest.raises(ProcessError, match="did not come"), case.expect_dialog(accept=True, text="Gem bilaget"):
        press(case)


def test_another_question_than_the_declared_one_is_not_answered_with_yes(case: CaseContext) -> None:
    """Consent to saving is no consent to deleting."""
    case.page.set_content(ASKS.replace("Gem bilaget?", "Slet bilaget?"))
    with pytest.raises(ProcessError, match="nobody declared"), case.expect_dialog(accept=True, text="Gem bilaget"):
        press(case)
    assert case.page.title() == "fortrudt"


def test_an_answer_is_given_once(case: CaseContext) -> None:
    """The same question a second time was not declared."""
    case.page.set_content(ASKS)
    with pytest.raises(ProcessError, match="nobody declared"), case.expect_dialog(accept=True, text="Gem"):
        press(case, times=2)
    assert case.page.title() == "fortrudt"


def test_a_declaration_ends_with_its_body(case: CaseContext) -> None:
    """A click that failed leaves no answer behind that a later question would get."""
    case.page.set_content(ASKS)
    with pytest.raises(RuntimeError), case.expect_dialog(accept=True, text="Gem"):
        raise RuntimeError
    press(case)
    assert case.page.title() == "fortrudt"
    with pytest.raises(ProcessError, match="nobody declared"):
        case.check_surprises()


def test_a_dialog_of_a_window_that_opens_is_seen(case: CaseContext, site: Site) -> None:
    """A message that a popup shows while it loads is a dialog of the case too."""
    site.pages["/"] = "<button onclick=\"window.open('/vindue')\">Åbn</button>"
    site.pages["/vindue"] = "<script>alert('Husk at gemme!')</script>"
    case.page.goto(site.url)
    with pytest.raises(ProcessError, match="a dialog that nobody declared"), case.expect_window():
        press(case)
