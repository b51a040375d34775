"""What there is about a citizen is found again by the number alone, and whoever asked stands in the log."""

from sqlalchemy import Engine, select, update

from gevinst.codes import Code
from gevinst.items.case import Case
from gevinst.items.retention import neutralise_past
from gevinst.persons.about import must_be_free
from gevinst.staff import forget
from gevinst.store.tables import access_log, item_persons, items
from tests.gevinst.items.test_retention import days_later
from tests.gevinst.persons.citizens import (
    ANNAS,
    BENT,
    BENTS,
    CASE_PAGE,
    Desk,
    annas_case,
    put,
    run,
    view,
    wait_with,
)


def test_items_look_ups_and_views_are_found(registered: Engine, desk: Desk) -> None:
    """Number, queue, state and day; which robot looked the citizen up and why; which colleague opened the case."""
    annas_case(registered)
    put(registered, "b")
    run(registered, wait_with(ANNAS, BENTS))
    shown = desk.ask("find")
    for word in (
        *("GEV-1", "GEV-2", "helbredstillaeg", "afsluttet", "afventer sagsbehandler", "findes; handler også om 1 til"),
        *("robot-helbredstillaeg", "registrering af bilag", "KON", "sagsbehandler", CASE_PAGE),
    ):
        assert word in shown
    found = desk.data("find", number=BENT.cpr)
    assert [(each["item"], each["others"]) for each in found["items"]] == [("GEV-2", 1)]


def test_each_use_is_logged_before_anything_is_shown(registered: Engine, desk: Desk) -> None:
    """Also one that finds nothing; by a key, so initials that are forgotten are gone from the log as well."""
    assert "Ingen sager." in desk.ask("find", by="dpo")
    desk.ask("lift", code=1, by="kon")
    (mine, refused) = desk.data("find")["look_ups"][:2]
    assert (mine["who"], mine["system"], mine["purpose"]) == ("DPO", "gevinst", "fremsøgning")
    assert (refused["who"], refused["purpose"]) == ("KON", "ophævelse af begrænsning")
    with registered.begin() as connection:
        assert "DPO" not in str(connection.execute(select(access_log)).all())
        forget(connection, "DPO")
    assert desk.data("find", number=BENT.cpr)["look_ups"][0]["who"] == "DPO"
    assert "tidligere kollega" in desk.ask("find", by="kon")


def test_without_initials_or_with_none_nothing_is_looked_up(registered: Engine, desk: Desk) -> None:
    """Nobody asks about a citizen unnamed."""
    assert "--by" in desk.ask("find", by="", code=2)
    assert "initials" in desk.ask("find", by="for mange bogstaver", code=1)
    with registered.connect() as connection:
        assert connection.execute(select(access_log)).all() == []


def test_a_case_whose_data_is_gone_is_found_by_its_look_up(registered: Engine, desk: Desk) -> None:
    """Retention deletes the link; the log still says that the robot looked the citizen up for that case, and who saw it."""
    number = annas_case(registered)
    days_later(31)
    assert neutralise_past(registered).neutralised == ["GEV-1"]
    with registered.connect() as connection:
        assert connection.execute(select(item_persons)).all() == []
    view(registered, number, initials="LED", status=404)
    found = desk.data("find")
    assert [(each["item"], each["neutralised"]) for each in found["items"]] == [("GEV-1", True)]
    assert [(each["who"], each["status"]) for each in found["views"]] == [("KON", 200), ("LED", 404)]
    assert "slettet" in desk.ask("find")


def test_a_number_that_was_read_twice_is_one_link(registered: Engine) -> None:
    """A retry reads the same documents again."""
    put(registered, "a")

    def twice(case: object) -> None:
        for _ in range(2):
            wait_with(ANNAS, ANNAS)(case)

    run(registered, twice)
    with registered.connect() as connection:
        assert len(connection.execute(select(item_persons)).all()) == 1


def test_a_case_that_is_somebody_elses_by_now_writes_no_link(registered: Engine) -> None:
    """The claim was lost while the documents were read: whoever has it now writes down whom it is about."""
    put(registered, "a")

    def too_late(case: Case) -> None:
        with registered.begin() as connection:
            connection.execute(update(items).values(lease_token="somebody else's"))
        must_be_free(case, [ANNAS])

    assert run(registered, too_late).tally.endings[0][1].code is Code.LEASE_LOST
    with registered.connect() as connection:
        assert connection.execute(select(item_persons)).all() == []
