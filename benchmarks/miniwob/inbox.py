"""An inbox: one mail among several is answered, passed on, marked or thrown away."""

from playwright.sync_api import Locator

from benchmarks.miniwob.page import TaskPage
from connectors.browser.beside import beside
from connectors.browser.fields import type_text

FIND = r"Find the email by (\w+) and "


class Inbox(TaskPage):
    """*email-inbox* and its kin: the buttons are pictures without a name."""

    title = "Email Inbox Task"

    def solve(self) -> None:
        """Whichever of the four it is."""
        if said := self.asked(FIND + r'reply to them with the text "(.+)"\.'):
            self.reply(*said)
        elif said := self.asked(FIND + r"forward that email to (\w+)\."):
            self.forward(*said)
        elif said := self.asked(FIND + r"click the star icon to mark it as important\."):
            self.mail_by(*said).locator(".star").click()
        else:
            (sender,) = self.told(FIND + r"click the trash icon to delete it\.")
            self.mail_by(sender).locator(".trash").click()

    def mail_by(self, sender: str) -> Locator:
        """The uppermost: the task doesn't say which where two are by the same sender."""
        mails = self.here.locator("#main .email-thread")
        return mails.filter(has=self.here.locator(".email-sender").get_by_text(sender, exact=True)).first

    def reply(self, sender: str, text: str) -> None:
        """With this text."""
        self.mail_by(sender).click()
        self.here.locator(".email-reply").click()
        type_text(self.here.locator("#reply-text"), text, what="the answer")
        self.here.locator("#send-reply").click()

    def forward(self, sender: str, to: str) -> None:
        """As it is."""
        self.mail_by(sender).click()
        self.here.locator(".email-forward").click()
        type_text(beside(self.here.locator(".forward-info"), "to"), to, what="to")
        self.here.locator("#send-forward").click()
