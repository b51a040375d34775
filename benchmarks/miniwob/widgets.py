"""What scripts draw in place of fields: calendars, sliders, spinners, lists of their own, texts offered while one types."""

from datetime import date, datetime

from playwright.sync_api import Locator, expect

from benchmarks.miniwob.page import DATE, TaskPage
from connectors.browser.fields import Place, only
from gevinst.errors import ProcessError

MONTHS = 12
"""How far back a calendar is turned at most."""


def offered(here: Place, box: Locator, text: str, *, starts: str = "", ends: str = "", holds: str = "") -> None:
    """Type a text, and choose the first of those the page offers that begins, ends and goes on as wanted."""
    box.fill(text)
    menu = here.locator(".ui-autocomplete").filter(visible=True).locator("li")
    menu.first.wait_for()
    texts = menu.all_inner_texts()
    fitting = [each for each in texts if each.startswith(starts) and each.endswith(ends) and holds in each]
    if not fitting:
        raise ProcessError("the page offers no such text")
    menu.nth(texts.index(fitting[0])).click()


def pick_date(here: Place, box: Locator, day: date) -> None:
    """Turn the calendar that the field opens back to the month, choose the day, and wait until the calendar is gone."""
    box.click()
    calendar = here.locator("#ui-datepicker-div")
    for _ in range(MONTHS):
        shown = calendar.locator(".ui-datepicker-title").inner_text()
        if " ".join(shown.split()) == f"{day:%B %Y}":
            calendar.get_by_role("link", name=str(day.day), exact=True).click()
            calendar.wait_for(state="hidden")
            return
        calendar.get_by_title("Prev", exact=True).click()
    raise ProcessError("the calendar doesn't show the month")


def month_first(text: str) -> date:
    """`12/31/2016`."""
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 (a day has no zone)


class ChooseDate(TaskPage):
    """*choose-date*: the field can't be typed into."""

    title = "Choose Date Task"

    def solve(self) -> None:
        """In the calendar."""
        (day,) = self.told(rf"Select {DATE} as the date and hit submit\.")
        pick_date(self.here, only(self.here.locator("#area input"), "the date"), month_first(day))
        self.press("Submit")


class Complete(TaskPage):
    """*use-autocomplete*: a text of which the beginning, and perhaps the end, is known."""

    title = "Use Autocomplete Task"

    def solve(self) -> None:
        """Choose among those offered."""
        said = self.asked(r'Enter an item that starts with "(.+)" and ends with "(.+)"\.')
        starts, ends = said or (*self.told(r'Enter an item that starts with "([^"]+)"\.'), "")
        offered(self.here, self.field("Tags:"), starts, starts=starts, ends=ends)
        self.press("Submit")


class Slide(TaskPage):
    """*use-slider*: by the keyboard, which moves it one at a time."""

    title = "Use Slider Task"

    def solve(self) -> None:
        """Until the page says the number."""
        (number,) = self.told(r"Select (-?\d+) with the slider and hit Submit\.")
        self.slide_to(int(number))
        self.press("Submit")

    def slide_to(self, number: int) -> None:
        """From where it stands."""
        away = number - int(self.here.locator("#val").inner_text())
        for _ in range(abs(away)):
            self.here.locator(".ui-slider-handle").press("ArrowRight" if away > 0 else "ArrowLeft")
        expect(self.here.locator("#val")).to_have_text(str(number))


class SlideAndCheck(Slide):
    """*form-sequence*: a slider, then a checkbox without a text."""

    title = "Form Sequence Task"

    def solve(self) -> None:
        """In that order."""
        number, place = self.told(r"Select (-?\d+) with the slider, click the (\d)\w\w checkbox, then hit Submit\.")
        self.slide_to(int(number))
        self.here.get_by_role("checkbox").nth(int(place) - 1).check()
        self.press("Submit")


class Spin(TaskPage):
    """*use-spinner*: a number that only its arrows change."""

    title = "Use Spinner Task"

    def solve(self) -> None:
        """One press for each step, and read back."""
        (number,) = self.told(r"Select (-?\d+) with the spinner and hit Submit\.")
        arrow = self.here.locator(".ui-spinner-down" if int(number) < 0 else ".ui-spinner-up")
        for _ in range(abs(int(number))):
            arrow.click()
        expect(self.field("Select a value:")).to_have_value(number)
        self.press("Submit")


class DrawnList(TaskPage):
    """*form-sequence-3*: a list that a script draws over the browser's own."""

    title = "Form Sequence Task"

    def solve(self) -> None:
        """Open it, choose by text, and see that it took the text."""
        text, button = self.told(r'Choose (.+) from the dropdown, then click the button labeled "(.+)"\.')
        self.here.locator(".selectric").click()
        self.here.locator(".selectric-items").get_by_text(text, exact=True).click()
        expect(self.here.locator(".selectric .label")).to_have_text(text)
        self.press(button)
