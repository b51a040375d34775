"""A wish for rectification is left where it is seen, says where it is put right, and changes nothing that came in."""

import pytest
from sqlalchemy import Engine, select, update

from gevinst.items.model import State
from gevinst.items.notes import notes_of
from gevinst.items.retention import neutralise_past
from gevinst.store.clock import now_us
from gevinst.store.tables import checkpoints, item_files, items
from tests.gevinst.items.test_retention import days_later
from tests.gevinst.persons.citizens import ANNA, ANNAS, REGISTERED, Desk, annas_case, look_up, put, run, wait_with

WISH = "datoen er forkert"


def test_each_case_is_told_where_it_is_put_right(registered: Engine, desk: Desk) -> None:
    """One that waits by the answer on its page, a completed one in the other system under the number on the receipt."""
    annas_case(registered)
    put(registered, "b")
    run(registered, wait_with(ANNAS))
    said = desk.ask("rectify", "--note", WISH)
    assert f"GEV-1: afsluttet; ret i fagsystemet ({REGISTERED}: HT-0)." in said
    assert "GEV-2: afventer et svar; ret det læste i svaret på sagens side, /sager/GEV-2." in said
    assert "noteret på GEV-1, GEV-2" in said
    with registered.connect() as connection:
        for number in (1, 2):
            (note,) = [each for each in notes_of(connection, number) if WISH in each.text]
            assert (note.text, note.initials) == (f"Berigtigelse ønsket: {WISH}", "DPO")


@pytest.mark.parametrize(
    ("state", "who"), [(State.NEW, "robotten"), (State.IN_PROGRESS, "robotten"), (State.FAILED, "driften")]
)
def test_a_case_nobody_is_asked_about_is_asked_for_again(
    registered: Engine, desk: Desk, state: State, who: str
) -> None:
    """There is no answer to put it right in, and so no address; it is said who has the case, and the wish is left on it."""
    number = put(registered, "a")
    look_up(registered, ANNAS, number)
    with registered.begin() as connection:
        lease = {"lease_token": "x", "lease_until": now_us()} if state is State.IN_PROGRESS else {}
        connection.execute(update(items).values(state=state, **lease))
    (wish,) = desk.data("rectify", "--note", WISH)
    assert wish["where"] == f"{who} har den; spørg igen, når den afventer sagsbehandler eller er afsluttet"
    assert wish["address"] is None
    with registered.connect() as connection:
        assert WISH in notes_of(connection, number)[0].text


def test_what_came_in_and_what_was_read_stay(registered: Engine, desk: Desk) -> None:
    """They are what shows what was wrong."""
    annas_case(registered)

    def stored() -> str:
        with registered.connect() as connection:
            return str([connection.execute(select(table)).all() for table in (items, checkpoints, item_files)])

    before = stored()
    desk.ask("rectify", "--note", WISH)
    assert stored() == before


def test_a_case_whose_data_is_gone_gets_no_new_note(registered: Engine, desk: Desk) -> None:
    """Retention would never take it again; the other system is told of instead."""
    annas_case(registered)
    days_later(31)
    neutralise_past(registered)
    (wish,) = desk.data("rectify", "--note", WISH)
    assert wish["where"] == "oplysningerne er slettet her; søg på GEV-1 i fagsystemet, og ret der"
    assert "Ønsket er ikke noteret" in desk.ask("rectify", "--note", WISH)
    with registered.connect() as connection:
        assert [each.text for each in notes_of(connection, 1)] == [""]


def test_a_wish_that_says_nothing_or_a_number_is_refused(registered: Engine, desk: Desk) -> None:
    """Nothing is noted then, on none of the cases; without a case there is nothing to note on."""
    assert "ingen sager" in desk.ask("rectify", "--note", WISH, code=1)
    annas_case(registered)
    assert "--note" in desk.ask("rectify", code=2)
    assert "--note" in desk.ask("rectify", "--note", " ", code=1)
    assert "--note" in desk.ask("rectify", "--note", "x" * 500, code=1)
    assert "CPR" in desk.ask("rectify", "--note", f"skal være {ANNA.cpr}", code=1)
    with registered.connect() as connection:
        assert len(notes_of(connection, 1)) == 1
