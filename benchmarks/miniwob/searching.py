"""One search, and the form for it laid out in five ways with changing names: found by what people read, in any order."""

import re

from benchmarks.miniwob.page import TaskPage
from connectors.browser.beside import beside
from connectors.browser.fields import only, type_text
from gevinst.errors import ProcessError

ASKED = r"Search for (.+) movies directed by (.+) from year (\d{4})\."
LABELS = (("Genre", "Movie Genre"), ("Director", "Director Name"), ("Year", "Released Date"))
BUTTON = re.compile(r"^(Submit|Search|Go!)$")


class MovieSearch(TaskPage):
    """*multi-orderings*: the fields in any order."""

    title = "Multi Orderings Task"

    def solve(self) -> None:
        """Type all three, and press whatever searches."""
        for names, text in zip(LABELS, self.told(ASKED), strict=True):
            shown = self.shown_of(names)
            type_text(beside(self.here.locator("#area"), shown), text, what=shown)
        only(self.here.locator("#area").get_by_text(BUTTON), "what searches").click()

    def shown_of(self, names: tuple[str, ...]) -> str:
        """Which of its names the page has for a field."""
        area = self.here.locator("#area")
        for name in names:
            if area.get_by_text(name, exact=True).or_(area.get_by_text(f"{name}:", exact=True)).count():
                return name
        raise ProcessError(f"{self.system}: no field is called '{names[0]}'")


class LaidOutOtherwise(MovieSearch):
    """*multi-layouts*: the form in one of five layouts."""

    title = "Multi Layouts Task"
