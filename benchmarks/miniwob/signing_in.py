"""Logins: fields whose labels are only texts beside them, and a box that comes up when one begins to type."""

from benchmarks.miniwob.page import TaskPage
from connectors.browser.beside import beside
from connectors.browser.fields import type_text

ASKED = r'Enter the username "(.+)" and the password "(.+)" into the text fields and press login\.'


class Login(TaskPage):
    """*login-user*."""

    title = "Login User Task"
    button_name = "Login"

    def solve(self) -> None:
        """Type both, and press."""
        for label, text in zip(("Username", "Password"), self.told(ASKED), strict=True):
            box = beside(self.here, label)
            box.focus()
            self.put_away_box()
            type_text(box, text, what=label)
        self.press(self.button_name)

    def put_away_box(self) -> None:
        """There is none."""


class LoginWithBox(Login):
    """*login-user-popup*: now and then a field that is entered asks whether one will leave, and locks the form."""

    title = "Login User Popup Task"
    button_name = "OK"

    def put_away_box(self) -> None:
        """Stay here: its OK would leave."""
        if self.here.get_by_text("Exit to home page?", exact=True).count():
            self.press("Cancel")


class NewPassword(TaskPage):
    """*enter-password*: the same text twice."""

    title = "Enter Password Task"

    def solve(self) -> None:
        """Type it in both fields."""
        (password,) = self.told(r'Enter the password "(.+)" into both text fields and press submit\.')
        for label in ("Password", "Verify password"):
            type_text(beside(self.here, label), password, what=label)
        self.press("Submit")
