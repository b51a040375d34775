"""An order from a menu, by name or by kind, and an agreement that must be read before it is signed."""

from playwright.sync_api import expect

from benchmarks.miniwob.page import TaskPage
from connectors.browser.fields import hinted, only, type_text


class OrderFood(TaskPage):
    """*order-food*: the kinds are pictures with a text in their place."""

    title = "Order Food Task"

    def solve(self) -> None:
        """One of each, or some of a kind."""
        dishes = self.here.locator(".food-item")
        if said := self.asked(r"Order one of each item: (.+)"):
            for name in said[0].split(", "):
                dish = dishes.filter(has=self.here.get_by_text(name.strip(), exact=True))
                only(dish, f"the dish '{name}'").get_by_text("+", exact=True).click()
        else:
            count, kind = self.told(r"Order (\d+) items that are (.+)")
            dish = dishes.filter(has=self.here.get_by_alt_text(kind, exact=True)).first  # any of the kind will do
            for _ in range(int(count)):
                dish.get_by_text("+", exact=True).click()
        self.press("Order!")


class SignAgreement(TaskPage):
    """*sign-agreement*: the field opens once the text was scrolled to its end."""

    title = "Sign Agreement Task"

    def solve(self) -> None:
        """Sign, and press what is asked for."""
        if self.asked(r"Click the cancel button\.") is not None:
            self.press("Cancel")
            return
        name, button = self.told(r'Scroll to the bottom of the textarea, enter the name "(.+)" then press "(.+)"')
        self.here.locator("#text-area").hover()
        self.window.mouse.wheel(0, 10_000)
        box = hinted(self.here, "Name")
        expect(box).to_be_enabled()
        type_text(box, name, what="Name")
        self.press(button)
