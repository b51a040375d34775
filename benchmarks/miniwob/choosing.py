"""Lists, checkboxes and radio buttons: chosen by the texts that people see, or by their place where they have none."""

from benchmarks.miniwob.page import TaskPage
from connectors.browser.fields import choose, only, type_text


class ChooseFromList(TaskPage):
    """*choose-list*."""

    title = "Choose List Task"

    def solve(self) -> None:
        """By its text, which must be there once."""
        (text,) = self.told(r"Select (.+) from the list and click Submit\.")
        choose(only(self.here.locator("#area select"), "the list"), text, what="the list")
        self.press("Submit")


class ChooseSome(TaskPage):
    """*click-scroll-list*: a list where one or two are chosen."""

    title = "Choose List Task"

    def solve(self) -> None:
        """By their texts."""
        (texts,) = self.told(r"Select (.+) from the scroll list and click Submit\.")
        only(self.here.locator("#area select"), "the list").select_option(label=texts.split(", "))
        self.press("Submit")


class ChooseBoxes(TaskPage):
    """*click-checkboxes* and its larger kin."""

    title = "Click Checkboxes Task"

    def solve(self) -> None:
        """Each by its label."""
        (labels,) = self.told(r"Select (.+) and click Submit\.")
        for label in labels.split(", ") if labels != "nothing" else ():
            self.field(label).check()
        self.press("Submit")


class ChooseOption(TaskPage):
    """*click-option*."""

    title = "Click Option Task"

    def solve(self) -> None:
        """By its label."""
        (label,) = self.told(r"Select (.+) and click Submit\.")
        self.field(label).check()
        self.press("Submit")


class ByPlace(TaskPage):
    """*form-sequence-2*: three buttons and three fields without a text."""

    title = "Form Sequence Task"

    def solve(self) -> None:
        """By the place that is named."""
        place, number, field = self.told(
            r'Check the (\d)\w\w radio button and enter the number "(-?\d+)" into the (\d)\w\w textbox\.'
        )
        self.here.get_by_role("radio").nth(int(place) - 1).check()
        type_text(self.here.get_by_role("textbox").nth(int(field) - 1), number, what=f"textbox {field}")
        self.press("Submit")
