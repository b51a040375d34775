"""A citizen gets all that is held, in one private folder, and nothing of anybody else's."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import Engine, insert

from connectors.browser.session import browser
from gevinst.items import files
from gevinst.items.answers import Choice, answer
from gevinst.private_files import write_private
from gevinst.settings import settings
from gevinst.store.tables import corrections, questions
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.persons.citizens import (
    ANNA,
    ANNAS,
    BENT,
    BENTS,
    Desk,
    annas_case,
    look_up,
    put,
    run,
    texts_of,
    wait_with,
)


def exported(desk: Desk, folder: Path, number: str = ANNA.cpr) -> tuple[str, Any, set[str]]:
    """The page, the data and the files of an export."""
    desk.ask("export", str(folder), number=number)
    found = texts_of(folder)
    page, data = found.pop("indsigt.html").decode(), json.loads(found.pop("indsigt.json"))
    return page, data, set(found)


def test_everything_about_one_citizen_is_there(registered: Engine, desk: Desk, house: Path) -> None:
    """What came in, was read, asked, answered, corrected, noted, done and looked up; the originals byte for byte."""
    annas_case(registered)
    put(registered, "b", b"%PDF another bill")
    run(registered, wait_with(ANNAS, ANNAS))
    with registered.begin() as connection:
        (question,) = connection.execute(questions.select()).all()
        fixed = {"question_id": question.id, "sha256": "b" * 64, "field": "treatment", "value": "Tandrensning"}
        connection.execute(insert(corrections).values(**fixed))
        answer(connection, "2-1", Choice.REJECT, initials="KON")
    page, data, copies = exported(desk, house / "svar")
    for part in (
        *(ANNAS.formatted, ANNA.name, f"ringet til {ANNA.name}", "HT-0", "Tandrensning", "afvis"),
        *("robot-helbredstillaeg", "registrering af bilag", "en medarbejder", "indsigt", "klaret af robotten"),
        *("30 dage efter", "Regnskabet over den tid", "læst dokumenterne", "givet videre til en sagsbehandler"),
    ):
        assert part in page
    assert [each["item"] for each in data["items"]] == ["GEV-1", "GEV-2"]
    assert {record["part"] for record in data["items"][0]["records"]} == {
        *("payload", "attempts", "checkpoints", "readings", "notes", "receipts")
    }
    (asked,) = [record["data"] for record in data["items"][1]["records"] if record["part"] == "questions"]
    assert (asked["answer"], asked["corrections"][0]["value"]) == ("afvis", "Tandrensning")
    assert copies == {f"filer/GEV-{each}/{name}" for each in (1, 2) for name in ("original-1.eml", "attachment-1.pdf")}
    assert (house / "svar/filer/GEV-2/attachment-1.pdf").read_bytes() == b"%PDF another bill"


def test_colleagues_are_not_named_in_it(registered: Engine, desk: Desk, house: Path) -> None:
    """They acted for the municipality; the log it keeps names them (positive control)."""
    annas_case(registered)
    page, data, _ = exported(desk, house / "svar")
    assert "KON" not in page + json.dumps(data)
    assert "DPO" not in page + json.dumps(data)
    assert "KON" in desk.ask("find")


def test_of_a_case_about_several_only_what_is_this_ones_is_taken(registered: Engine, desk: Desk, house: Path) -> None:
    """The files are named and say why they aren't copied; records that name the other citizen are left out and counted."""
    put(registered, "b", b"%PDF two people's bills")
    run(registered, wait_with(ANNAS, BENTS))
    page, data, copies = exported(desk, house / "anna")
    assert copies == set()
    assert "handler også om andre borgere" in page
    assert "dokument-1.pdf (ikke kopieret)" in page
    everything = page + json.dumps(data, ensure_ascii=False)
    assert ANNA.name in everything
    for others in (BENT.cpr, BENTS.formatted, BENT.name):
        assert others not in everything
    assert data["items"][0]["records_left_out"] == 3
    other_page, _, _ = exported(desk, house / "bent", BENT.cpr)
    assert BENT.name in other_page
    assert ANNA.name not in other_page


def test_a_case_that_two_were_looked_up_for_is_about_several(registered: Engine, desk: Desk, house: Path) -> None:
    """Also an older one of which nobody wrote down whom it is about: its files and what may name the other are left out."""
    number = put(registered, "b", b"%PDF two people's bills")
    for _ in range(2):
        look_up(registered, ANNAS, number)
    assert desk.data("find")["items"][0]["others"] == 0
    look_up(registered, BENTS, number)
    assert desk.data("find")["items"][0]["others"] == 1
    page, data, copies = exported(desk, house / "anna")
    assert (data["items"][0]["about_others_too"], copies) == (True, set())
    assert "handler også om andre borgere" in page


def test_the_folder_is_private_and_new(registered: Engine, desk: Desk, house: Path) -> None:
    """Nobody else may open it, whatever the umask; one with something in it is refused and left alone."""
    annas_case(registered)
    before = os.umask(0)
    try:
        desk.ask("export", str(house / "svar"))
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o077 for path in (house / "svar", *(house / "svar").rglob("*"))} == {0}
    (house / "svar/indsigt.html").write_text("gennemgået")
    assert "ikke tom" in desk.ask("export", str(house / "svar"), code=1)
    assert (house / "svar/indsigt.html").read_text() == "gennemgået"
    (house / "tom").mkdir(mode=0o755)
    desk.ask("export", str(house / "tom"))
    assert (house / "tom").stat().st_mode & 0o777 == 0o700
    assert "CPR" in desk.ask("export", str(house / ANNAS.formatted), code=1)
    assert not (house / ANNAS.formatted).exists()


def test_one_that_cannot_be_written_leaves_nothing(
    registered: Engine, desk: Desk, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an answer would be taken for the whole; what was begun is removed."""
    annas_case(registered)

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    (house / "svar").mkdir()
    with monkeypatch.context() as disk:
        disk.setattr("gevinst.persons.exporting.write_private", full)
        assert "No space left" in desk.ask("export", str(house / "svar/anna"), code=1)
    assert list((house / "svar").iterdir()) == []


def test_what_lies_elsewhere_is_told_of(registered: Engine, desk: Desk, house: Path) -> None:
    """Evidence of a failure is named and not copied; a file that is gone from the disk is told of, not skipped in silence."""
    annas_case(registered)
    write_private(settings().evidence_folder / "GEV-1" / "claim-1" / "page.txt", "a page")
    shutil.rmtree(files.stored_path(files.store_file(b"mail of a")).parent)
    said = desk.ask("export", str(house / "svar"))
    assert "1 filer findes ikke mere på disken" in said
    page = (house / "svar/indsigt.html").read_text(encoding="utf-8")
    assert "skærmbilleder" in page
    assert "findes ikke mere på disken" in page
    assert not any("page.txt" in name for name in texts_of(house / "svar"))
    assert "Alt, hvad" not in page
    for left_out in ("Rapporter om robottens kørsler", "dens egne log-ind", "optagelse af trinene"):
        assert left_out in page.partition("Ikke med er:")[2]


def test_what_a_stranger_wrote_is_text_on_the_page(registered: Engine, desk: Desk, house: Path) -> None:
    """A payload comes from outside: it can't become a script, and the page fetches nothing."""
    put(registered, "<script>alert(1)</script>")

    def work(case: Any) -> None:
        wait_with(ANNAS)(case)

    with registered.begin() as connection:
        connection.exec_driver_sql('UPDATE items SET payload = \'{"message_id": "<script>alert(1)</script>"}\'')
    run(registered, work)
    page, _, _ = exported(desk, house / "svar")
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "default-src 'none'" in page


@ON_SQLITE
def test_anyone_can_read_the_page(registered: Engine, desk: Desk, house: Path) -> None:
    """The checks of axe find nothing wrong, and the links lead to the files beside it."""
    annas_case(registered)
    put(registered, "b")
    run(registered, wait_with(ANNAS, BENTS))
    exported(desk, house / "svar")
    with browser().case() as case:
        case.page.goto((house / "svar/indsigt.html").as_uri())
        assert Axe().run(case.page).response["violations"] == []
        links = case.page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) == 3
    assert [link for link in links if not (house / "svar" / link).is_file()] == []
