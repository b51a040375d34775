"""Lists of savings from the folder to the run's page, as the project office starts it."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from flows.optaelling import optaelling
from gevinst.items.stops import Scope, stop
from gevinst.ledger.drop import Look, RefusedList, TakenList
from gevinst.ledger.importing import Entered
from tasks import counting
from tasks.counting import CountingForm, told
from tests.gevinst.core import ON_SQLITE, entries, register_potential
from tests.gevinst.ledger.test_by_hand import SAVING
from tests.gevinst.ledger.test_drop import put
from tests.orchestrator import run_flow

PERSON = "Åse Kjær"


@ON_SQLITE
@pytest.mark.usefixtures("orchestrator")
def test_a_run_takes_what_is_right_and_prefect_hears_no_name(
    database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One list is posted and one refused; neither its name nor a cell's text reaches the orchestrator. Stopped, none is."""
    register_potential(database)
    folder = house / "optaelling"
    folder.mkdir()
    monkeypatch.setenv("GEVINST_SAVINGS_FOLDER", str(folder))
    monkeypatch.setattr(counting, "QUIET", 0)
    put(folder, "a.csv", SAVING)
    put(folder, f"{PERSON}.csv", SAVING | {"Måned": PERSON})
    ran = run_flow(optaelling, CountingForm(initialer="ABC"))
    assert ran.state.message == "1 liste er indlæst, og 1 er afvist."
    assert len(entries(database)) == 1
    page = ran.artifacts["Lister over besparelser"]
    assert "1 fejl under Måned. Intet i den er posteret." in page
    assert PERSON not in ran.everything
    assert sorted(os.listdir(folder)) == ["Afvist", "Modtaget", "Under behandling"]  # noqa: PTH208 (names)
    with database.begin() as connection:
        stop(connection, Scope.EVERYTHING, initials="ABC")
    put(folder, "b.csv", SAVING | {"Nøgle": "n"})
    stopped = run_flow(optaelling, CountingForm(initialer="ABC"))
    assert stopped.state.message == "Driften har stoppet robotten: ingen lister er indlæst."
    assert (len(entries(database)), (folder / "b.csv").exists()) == (1, True)


def test_the_page_names_lists_by_number_and_says_what_waits() -> None:
    """What was posted with its counts, what was refused with where, and files that were left alone."""
    look = Look(
        taken=(TakenList("2026-11-27-104105-3f9a", Entered(new=2, known=10, late=1)),),
        refused=(RefusedList("2026-11-27-104105-aaaa", 0, ()),),
        growing=1,
        ignored=2,
    )
    page = told(look)
    assert "| 2026-11-27-104105-3f9a | 2 | 10 | 1 |" in page
    assert "Linjer, hvis måned var lukket, står i den første åbne måned." in page
    assert "- **2026-11-27-104105-aaaa**: filen kan ikke bruges. Intet i den er posteret." in page
    assert "- 1 fil er rørt for et øjeblik siden og venter til næste gang." in page
    assert "- 2 filer er hverken CSV eller Excel" in page


def test_an_empty_folder_is_said_in_one_line() -> None:
    """Most mornings."""
    assert told(Look()) == "Der lå ingen lister, som var klar.\n"
