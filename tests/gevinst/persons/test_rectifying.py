"""A wish for rectification is left where it is seen, says where it is put right, and changes nothing that came in."""

from sqlalchemy import Engine, select

from gevinst.items.notes import notes_of
from gevinst.items.retention import neutralise_past
from gevinst.store.tables import checkpoints, item_files, items
from tests.gevinst.items.test_retention import days_later
from tests.gevinst.persons.citizens import ANNA, ANNAS, REGISTERED, Desk, annas_case, put, run, wait_with

WISH = "datoen er forkert"


def test_each_case_is_told_where_it_is_put_right(registered: Engine, desk: Desk) -> None:
    """An open one by the answer on its page, a completed one in the other system under the number on the receipt."""
    annas_case(registered)
    put(registered, "b")
    run(registered, wait_with(ANNAS))
    said = desk.ask("rectify", "--note", WISH)
    assert f"GEV-1: afsluttet; ret i fagsystemet ({REGISTERED}: HT-0)." in said
    assert "GEV-2: endnu ikke afsluttet; ret det læste i svaret på sagens side, /emner/GEV-2." in said
    with registered.connect() as connection:
        for number in (1, 2):
            (note,) = [each for each in notes_of(connection, number) if WISH in each.text]
            assert (note.text, note.initials) == (f"Berigtigelse ønsket: {WISH}", "DPO")


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
