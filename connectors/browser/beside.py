"""Fields known by the text beside them: old pages seldom tie a label to its field, and people find it all the same.

Nothing is guessed. Either the field is alone in the next cell of the table, or it and the text are alone in what holds them
both; a text that stands between two fields names neither.
"""

import re

from playwright.sync_api import Locator

from connectors.browser.fields import Place, only
from gevinst.errors import ProcessError

_FIELD = "input:not([type=hidden], [type=submit], [type=button], [type=image], [type=reset]), select, textarea"
_NEXT_CELL = "xpath=ancestor-or-self::*[self::td or self::th][1]/following-sibling::*[1][self::td]"
_TEXTS = ".//text()[normalize-space() and not(ancestor::option or ancestor::textarea or ancestor::script or ancestor::style)]"
_ALONE = f"xpath=ancestor-or-self::*[.//input or .//select or .//textarea][1][count({_TEXTS}) = 1]"


def beside(here: Place, text: str) -> Locator:
    """The one field beside this text, which may end in a colon or an asterisk: for pages whose labels are text only.

    Raises:
        ProcessError: The text isn't there, or is there twice; or no field is beside it, or two are.
    """
    whole = re.compile(rf"^\s*{re.escape(text)}\s*[:*]*\s*$")
    label = only(here.get_by_text(whole).filter(visible=True), f"the text '{text}'")
    for around in (_NEXT_CELL, _ALONE):
        found = label.locator(around).locator(_FIELD)
        if found.count() == 1:
            return found
    raise ProcessError(f"no field is beside '{text}', or more than one; the screen has changed")
