"""What a caseworker does in Prefect's pages: open a form, fill it, start the run, wait for it, read what it left.

Pictures of it are taken only when `GEVINST_PICTURES` is set (`make pictures`), so that a test run leaves the tree clean.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from gevinst.settings import ROOT
from tests.deployments.house import WholeHouse
from tests.deployments.ordering import talk_to
from tests.gevinst.door.visitors import PASSWORD

PICTURES = ROOT / "docs" / "pictures"
_WANTED = bool(os.environ.get("GEVINST_PICTURES"))
"""Asked at once: within a test no setting of the machine is seen."""
LONGEST_RUN_MS = 180_000
PATIENCE_MS = 60_000


@dataclass
class Desk:
    """A browser on the house's Prefect, at a caseworker's desk."""

    page: Page
    house: WholeHouse

    def sign_in(self, initials: str) -> None:
        """Through our own page, as everybody comes in."""
        self.page.goto(self.house.api.removesuffix("/api") + "/log-ind?til=/v2/deployments")
        self.page.get_by_label("Initialer").fill(initials)
        self.page.get_by_label("Adgangskode").fill(PASSWORD)
        self.page.get_by_role("button", name="Log ind").click()
        self.page.wait_for_url("**/v2/deployments**")

    def picture(self, name: str) -> None:
        """Keep what is on the screen, when pictures are asked for; not the notices that pass over it."""
        if _WANTED:
            hidden = "[data-sonner-toaster] { display: none }"
            self.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled", style=hidden)

    def open_deployment(self, name: str) -> None:
        """Its page, by the address that people are given; the description is on a page of its own."""
        self.page.goto(f"{self.house.ui}/deployments/deployment/{self._number(name)}?tab=Description")
        expect(self.page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=PATIENCE_MS)

    def open_form(self) -> None:
        """*Run*, *Custom run*."""
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Custom run").click()
        expect(self.page.get_by_label("Dine initialer")).to_be_visible(timeout=PATIENCE_MS)

    def fill(self, answers: Mapping[str, str]) -> None:
        """Type or choose, by the fields' labels."""
        for label, value in answers.items():
            chooser = self.page.get_by_role("button", name=f"Select {label}")
            if chooser.count():
                chooser.click()
                self.page.get_by_role("option", name=value, exact=True).click()
                # A list that is still closing takes the focus back, and the next one closes with it.
                expect(self.page.get_by_role("option")).to_have_count(0)
            else:
                self.page.get_by_label(label).fill(value)
                self.page.get_by_label(label).blur()

    def submit(self) -> None:
        """Start the run the form orders."""
        self.page.get_by_role("button", name="Submit").click()

    def wait_for_run(self, ends: str = "Completed") -> None:
        """Go to the run that was just started, and watch it end."""
        self.page.get_by_role("link", name="View run").click()
        self.page.wait_for_url(re.compile("/runs/flow-run/"))
        expect(self.page.get_by_role("tab", name="Artifacts")).to_be_visible(timeout=PATIENCE_MS)
        expect(self.page.get_by_text(ends, exact=True).first).to_be_visible(timeout=LONGEST_RUN_MS)

    def open_artifacts(self) -> Locator:
        """The run's artifacts, as cards."""
        self.page.get_by_role("tab", name="Artifacts").click()
        cards = self.page.get_by_role("tabpanel", name="Artifacts")
        expect(cards.get_by_role("link").first).to_be_visible(timeout=PATIENCE_MS)
        return cards

    def read_artifact(self, title: str) -> Locator:
        """Open one by its title; what is on the page then."""
        self.open_artifacts().get_by_role("link").filter(has_text=title).click()
        content = self.page.get_by_role("tabpanel", name="Artifact")
        expect(content).to_be_visible(timeout=PATIENCE_MS)
        expect(self.page.get_by_text("Flow Run", exact=True).first).to_be_visible(timeout=PATIENCE_MS)
        return content

    def _number(self, name: str) -> str:
        return str(talk_to(self.house, lambda client: client.read_deployment_by_name(name)).id)
