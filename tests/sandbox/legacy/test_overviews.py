"""Frames within frames, and letters that come as PDF, at once or by and by."""

import io

import httpx
import pytest
from playwright.sync_api import FrameLocator, Page, expect
from pypdf import PdfReader

from sandbox.people import ORDINARY, UNKNOWN
from sandbox.web.faults import Fault
from tests.pensys import RunningPensys
from tests.sandbox.legacy.driving import choose, show_citizen
from tests.sandbox.legacy.old_browser import OldBrowser

PERSON = ORDINARY[0]


def words(content: bytes) -> str:
    """What a PDF says."""
    return PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_the_payments_of_a_year_stand_three_frames_deep(
    pensys: RunningPensys, menu: FrameLocator, here: FrameLocator
) -> None:
    """A link in the middle frame changes the innermost one only."""
    choose(menu, here, "Ydelsesoversigt")
    show_citizen(here, PERSON.cpr)
    middle = here.frame_locator("iframe[name=borger]")
    expect(middle.get_by_role("heading")).to_have_text(f"Ydelser for {PERSON.name}")
    inner = middle.frame_locator("iframe[name=aar]")
    expect(inner.get_by_role("heading")).to_have_text("Ydelser 2026")
    middle.get_by_role("link", name="2024").click()
    expect(inner.get_by_role("heading")).to_have_text("Ydelser 2024")
    paid = [row["benefit"] for row in pensys.rows("payments") if (row["cpr"], row["year"]) == (PERSON.cpr, 2024)]
    assert inner.locator("#ydelser td:nth-child(2)").all_inner_texts() == paid
    expect(middle.get_by_role("heading")).to_have_text(f"Ydelser for {PERSON.name}")


def test_a_session_can_expire_in_the_innermost_frame_alone(
    pensys: RunningPensys, menu: FrameLocator, here: FrameLocator
) -> None:
    """The frames around it look as if nothing had happened."""
    choose(menu, here, "Ydelsesoversigt")
    show_citizen(here, PERSON.cpr)
    middle = here.frame_locator("iframe[name=borger]")
    inner = middle.frame_locator("iframe[name=aar]")
    expect(inner.get_by_role("heading")).to_have_text("Ydelser 2026")
    pensys.arm(Fault.EXPIRE_SESSION)
    middle.get_by_role("link", name="2025").click()
    expect(inner.get_by_text("Sessionen er udløbet. Log på igen.")).to_be_visible()
    expect(here.get_by_role("heading")).to_have_text("Ydelsesoversigt")


@pytest.mark.parametrize("name", ["Ydelsesoversigt", "Breve"])
def test_nobody_is_shown_for_a_number_nobody_has(menu: FrameLocator, here: FrameLocator, name: str) -> None:
    """The page says so."""
    choose(menu, here, name)
    show_citizen(here, UNKNOWN.cpr)
    expect(here.locator("#fejl")).to_have_text("Borgeren findes ikke.")
    assert here.locator("iframe, #breve").count() == 0


def test_a_letter_is_shown_and_saved(page: Page, menu: FrameLocator, here: FrameLocator) -> None:
    """Inline under the one link, as a file under the other; the same bytes, and it is the citizen's."""
    choose(menu, here, "Breve")
    show_citizen(here, PERSON.cpr)
    url = here.get_by_role("link", name="Åbn").get_attribute("href") or ""
    shown = page.context.request.get(page.url.replace("/pensys", url))
    assert shown.headers["content-disposition"].startswith("inline")
    with page.expect_download() as saved:
        here.get_by_role("link", name="Hent").click()
    assert saved.value.path().read_bytes() == shown.body()
    assert PERSON.name in words(shown.body())
    assert "OPDIGTET" in words(shown.body())


def test_a_slow_letter_comes_piece_by_piece_and_whole(pensys: RunningPensys) -> None:
    """There is always more to come until the last piece; and what came is what comes otherwise."""
    with OldBrowser(pensys.url) as old:
        old.sign_in()
        whole = old.get("/brev/1").text
        pensys.arm(Fault.SLOW_DOWNLOAD, match="/brev/1")
        with httpx.stream("GET", f"{pensys.url}/brev/1/hent", headers={"Cookie": old.cookie}) as answer:
            pieces = list(answer.iter_raw())
    assert b"".join(pieces) == whole.encode("latin-1")
    assert len(pieces) > 2
