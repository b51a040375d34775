"""Fields beside a text: the one that people mean, or an error; never the nearest by chance."""

import pytest

from connectors.browser.beside import beside
from connectors.browser.case import CaseContext
from connectors.browser.frames import within
from gevinst.errors import ProcessError

MEANT = [
    "<table><tr><th>Navn:</th><td><input id=navn></td><th>By</th><td><input></td></tr></table>",
    "<table><tr><td><b>Navn</b> *</td><td><input id=navn> (højst 40 tegn) <input type=submit></td></tr></table>",
    "<p><span>Navn:</span><input id=navn></p><p><span>By:</span><input></p>",
    "<div><div>Navn</div><div><input type=hidden name=x><input id=navn></div></div><div>By <input></div>",
    "<div><select id=navn><option>Agnes<option>Bo</select><div>Navn</div></div>",
    "<div hidden>Navn <input></div><div><i>Navn</i> <textarea id=navn>noget</textarea></div>",
]
"""By a cell, by a wrapper, and with the text below its field."""

NOT_CLEAR = [
    "<p><input></p>",
    "<div>Navn <input></div><div>Navn <input></div>",
    "<div>Navn på barn <input></div>",
    "<p>Navn</p><p>Agnes</p><form>By <input></form>",
    "<div>Navn <input><input></div>",
    "<div><span>By</span><input><span>Navn</span><input></div>",
    "<table><tr><td>Navn</td><td>Agnes</td></tr></table><input>",
    "<table><tr><td>Navn</td><td><input><input></td></tr></table>",
]
"""No text, two, another; no field beside it, or two."""


@pytest.mark.parametrize("html", MEANT)
def test_the_field_beside_the_text_is_found(case: CaseContext, html: str) -> None:
    """However the page was laid out."""
    case.page.set_content(html)
    assert beside(case.page, "Navn").get_attribute("id") == "navn"


@pytest.mark.parametrize("html", NOT_CLEAR)
def test_what_is_not_clear_is_an_error(case: CaseContext, html: str) -> None:
    """It names the text, so that operations see which field is gone."""
    case.page.set_content(html)
    with pytest.raises(ProcessError, match="'Navn'"):
        beside(case.page, "Navn")


def test_it_is_found_in_a_frame(case: CaseContext) -> None:
    """Where most old forms are."""
    case.page.set_content("Navn <input><iframe name=indre srcdoc='<p>Navn: <input id=navn></p>'></iframe>")
    assert beside(within(case.page, ("indre",)), "Navn").get_attribute("id") == "navn"
