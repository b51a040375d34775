"""Values read where they stand and carried elsewhere: tables on end, contacts over several pages, results by number."""

from benchmarks.miniwob.page import TaskPage
from connectors.browser.beside import beside
from connectors.browser.fields import only, type_text
from connectors.browser.paging import NextLink
from gevinst.errors import ProcessError

NEXT = NextLink(within="#pagination", name=">", position=".active")


class ReadTable(TaskPage):
    """*read-table*: each row is a name and its value."""

    title = "Read Table Task"

    def solve(self) -> None:
        """Carry one value over."""
        (name,) = self.told(r"Enter the value of (.+) into the text field and press Submit\.")
        type_text(only(self.here.get_by_role("textbox"), "the field"), self.value(name), what="the field")
        self.press("Submit")

    def value(self, name: str) -> str:
        """What stands beside a name."""
        named = self.here.get_by_role("cell", name=name, exact=True)
        row = only(self.here.get_by_role("row").filter(has=named), f"the row '{name}'")
        return row.get_by_role("cell").nth(1).inner_text().strip()


class ReadTwo(ReadTable):
    """*read-table-2*: two fields, each beside the name of what it wants."""

    def solve(self) -> None:
        """Carry both over."""
        self.told(r"Enter the value that corresponds with each label into the form and submit when done\.")
        for label in self.here.locator("#form label").all_inner_texts():
            name = label.removesuffix(":")
            type_text(beside(self.here.locator("#form"), name), self.value(name), what=name)
        self.press("Submit")


class PhoneBook(TaskPage):
    """*phone-book*: one contact a page."""

    title = "Phone Book Task"

    def solve(self) -> None:
        """Turn the pages until the name comes."""
        name, what = self.told(r"Find (.+) in the contact book and click on their (phone|email|address)(?: number)?\.")
        while self.here.get_by_role("heading").inner_text().strip() != name:
            if not NEXT.turn(self):
                raise ProcessError(f"{self.system}: no such contact")
        self.here.locator(".property").filter(has_text=f"{what.capitalize()}: ").locator("a").click()


class SearchEngine(TaskPage):
    """*search-engine*: results by their number, three a page."""

    title = "Search Engine Task"

    def solve(self) -> None:
        """Turn to the page it stands on."""
        text, number = self.told(
            r'Use the textbox to enter "(.+)" and press "Search", '
            r"then find and click the (\d)\w\w search result\."
        )
        type_text(only(self.here.get_by_role("textbox"), "the field"), text, what="the field")
        self.press("Search")
        page, place = divmod(int(number) - 1, 3)
        for _ in range(page):
            NEXT.turn(self)
        self.here.locator("#page-content a").nth(place).click()
