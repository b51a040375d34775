"""The key that saves: asked for at the last moment, pressed once, and never on another screen than the one prepared."""

import pytest

from connectors.terminal.keys import Key
from gevinst.errors import LeaseLost, ProcessError, RetryLater, SystemDown
from sandbox.mainframe.server import Running
from sandbox.mainframe.state import Fault, arm, rows
from tests.connectors.terminal.sagsys import Bill, Confirm, Receipt, Register, line_to, visiting


def keys(host: Running, screen: str = "confirm") -> list[str]:
    """The keys that came from a screen."""
    return [row["key"] for row in rows(host.database, "keys") if row["screen"] == screen]


def test_saves_once_and_the_number_is_read_on_a_fresh_screen(host: Running) -> None:
    """One PF5, one registration, one receipt by our own number."""
    with visiting(line_to(host.port)) as visit:
        act = Register(visit, Bill())
        assert act.look().ours == ()
        act.prepare()
        act.write(lambda: None)
        assert act.look().ours == (Receipt(number="ME-2026-000001"),)
    (row,) = rows(host.database, "registrations")
    assert (row["number"], row["reference"], row["amount"]) == ("ME-2026-000001", "GEV-7", "1.234,50")
    assert keys(host) == ["PF5"]


@pytest.mark.parametrize("fault", [None, Fault.DROP_BEFORE_SAVE, Fault.DROP_AFTER_SAVE, Fault.LOCK])
def test_a_second_press_is_refused(host: Running, fault: Fault | None) -> None:
    """Whatever the first one met: a key that may have saved is not pressed again, by no way the screen has."""
    with visiting(line_to(host.port, action_seconds=2)) as visit:
        confirm = visit.menu().form().check(Bill())
        if fault is None:
            confirm.commit(lambda: None, key=Key.PF5)
        else:
            arm(host.database, fault)
            with pytest.raises(SystemDown):
                confirm.commit(lambda: None, key=Key.PF5)
        for again in (lambda: confirm.commit(lambda: None, key=Key.PF5), lambda: confirm.press(Key.PF5)):
            with pytest.raises(ProcessError, match="second key is refused"):
                again()
    assert keys(host) == ["PF5"]


def test_a_committed_screen_is_not_made_fresh_again(host: Running) -> None:
    """`shown` would let it serve once more: here the confirmation stands there still, and PF5 is refused all the same."""
    with visiting(line_to(host.port)) as visit:
        confirm = visit.menu().form().check(Bill())
        confirm.commit(lambda: None, key=Key.PF1)  # a key the host does nothing with
        with pytest.raises(ProcessError, match="make a new one"):
            confirm.shown()
        with pytest.raises(ProcessError, match="second key is refused"):
            confirm.commit(lambda: None, key=Key.PF5)
    assert (keys(host), rows(host.database, "registrations")) == (["PF1"], [])


def test_nothing_is_sent_once_the_lease_is_lost(host: Running) -> None:
    """Asked right before the key: LeaseLost reaches the caller, the line is closed, and no other screen sends either."""

    def lost() -> None:
        raise LeaseLost

    with visiting(line_to(host.port)) as visit:
        act = Register(visit, Bill())
        act.prepare()
        with pytest.raises(LeaseLost):
            act.write(lost)
        with pytest.raises(RetryLater, match="closed"):
            Confirm(visit.case).shown()
    assert (keys(host), rows(host.database, "registrations")) == ([], [])


def test_the_key_is_the_last_thing_that_happens(host: Running) -> None:
    """When the lease is asked for, the host has seen no key; when it was granted, exactly one follows."""
    seen: list[list[str]] = []
    with visiting(line_to(host.port)) as visit:
        confirm = visit.menu().form().check(Bill())
        confirm.commit(lambda: seen.append(keys(host)), key=Key.PF5)
    assert (seen, keys(host)) == ([[]], ["PF5"])


def test_a_screen_that_changed_while_the_lease_was_asked_for_sends_nothing(host: Running) -> None:
    """An operator's message is painted over the confirmation; the key would save beneath what nobody read."""
    with visiting(line_to(host.port)) as visit:
        confirm = visit.menu().form().check(Bill())
        with pytest.raises(SystemDown, match="closed"):
            confirm.commit(host.interrupt, key=Key.PF5)
    assert (keys(host), rows(host.database, "registrations")) == ([], [])


def test_a_connection_that_ended_while_the_lease_was_asked_for_sends_nothing(host: Running) -> None:
    """There is nothing to send it by, and it isn't dialled again for it."""
    with visiting(line_to(host.port)) as visit:
        confirm = visit.menu().form().check(Bill())
        with pytest.raises(RetryLater):
            confirm.commit(visit.case.hang_up, key=Key.PF5)
    assert rows(host.database, "registrations") == []
