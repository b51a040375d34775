"""One field without any label: a text, a day or a time."""

from datetime import datetime

from benchmarks.miniwob.page import DATE, TaskPage
from connectors.browser.fields import only, type_date, type_text


class OneField(TaskPage):
    """A page with one field and a button."""

    def submit(self, text: str) -> None:
        """Type into the only field there is, and press."""
        type_text(only(self.here.locator("#area input"), "the field"), text, what="the field")
        self.press("Submit")


class EnterText(OneField):
    """*enter-text*."""

    title = "Enter Text Task"

    def solve(self) -> None:
        """As it stands."""
        self.submit(*self.told(r'Enter "(.+)" into the text field and press Submit\.'))


class EnterOtherText(EnterText):
    """*enter-text-dynamic*: any text at all."""

    title = "Enter Dynamic Text Task"


class EnterCased(OneField):
    """*enter-text-2*: in upper or lower case."""

    title = "Enter Text Task"

    def solve(self) -> None:
        """In the case that is asked for."""
        text, case = self.told(r'Type "(.+)" in all (upper|lower) case letters in the text input and press Submit\.')
        self.submit(text.upper() if case == "upper" else text.lower())


class EnterDate(OneField):
    """*enter-date*: into the browser's own date field."""

    title = "Enter Date Task"

    def solve(self) -> None:
        """The kit types a date as the field wants it."""
        (day,) = self.told(rf"Enter {DATE} as the date and hit submit\.")
        box = only(self.here.locator("#area input"), "the date")
        type_date(box, datetime.strptime(day, "%m/%d/%Y").date(), what="the date")  # noqa: DTZ007 (a day has no zone)
        self.press("Submit")


class EnterTime(OneField):
    """*enter-time*: the page writes the time as the browser's language does, and ours is Danish."""

    title = "Enter Time Task"

    def solve(self) -> None:
        """Hours and minutes."""
        self.submit(":".join(self.told(r"Enter (\d\d)\.(\d\d)\.\d\d as the time and press submit\.")))
