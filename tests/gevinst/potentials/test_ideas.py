"""Ideas in the register: a number of its own for each, once for each, an answer with a reason, and a day it is due."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine

from gevinst.errors import Refused
from gevinst.potentials.exporting import export_list
from gevinst.potentials.history import history
from gevinst.potentials.idea_answers import Reason, Verdict
from gevinst.potentials.ideas import NO_OWNER, Status, get_idea, list_ideas
from gevinst.potentials.importing import import_list
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import get_potential, list_potentials, put_potential
from gevinst.profile import load_profile
from gevinst.store import clock
from gevinst.store.clock import today
from tests.gevinst.core import OFFICE, ON_SQLITE, register_potential
from tests.gevinst.ledger.held import COMMIT, Held
from tests.gevinst.potentials.proposals import BY, IDEA, put_forward, reply


def potential(engine: Engine, number: str) -> Potential:
    """It as the register has it."""
    with engine.connect() as connection:
        found = get_potential(connection, number)
    assert found is not None
    return found


def written_down(engine: Engine, number: str) -> list[tuple[str | None, str, str, str | None]]:
    """Who changed a phase, by what, and from what to what."""
    with engine.connect() as connection:
        return [
            (each.initials, each.source, each.change.before or "", each.change.after)
            for each in history(connection, number)
            if each.change.field.startswith("phase")
        ]


def day(engine: Engine) -> date:
    """Today by the database's clock."""
    with engine.connect() as connection:
        return today(connection)


def move_to(engine: Engine, number: str, *phases: tuple[date, Phase]) -> None:
    """What the office's list does."""
    with engine.begin() as connection:
        known = get_potential(connection, number)
        assert known is not None
        put_potential(connection, replace(known, phases=phases), OFFICE)


def test_an_idea_lands_in_the_register_under_the_next_number(database: Engine) -> None:
    """It is a potential in the phase idea from today, with what was filled in, and its history says whose it is."""
    register_potential(database)
    proposed = put_forward(database)
    assert (proposed.is_new, proposed.idea.potential_id, proposed.idea.answer_by) == (True, "P-043", BY)
    assert proposed.idea.status is Status.AWAITING
    assert potential(database, "P-043") == Potential(
        id="P-043",
        title="Registrér ansøgninger i fagsystemet",
        unit="Pension og Ydelser",
        owner="ikke udpeget",
        digital_agent=NO_OWNER,
        kind="other",
        volume_per_year=624,
        expected_share_percent=Decimal(80),
        expected_seconds_per_case=300,
        phases=((day(database), Phase.IDEA),),
    )
    assert written_down(database, "P-043") == [("ABC", "Foreslå et potentiale", "", "idea")]


def test_the_same_idea_sent_twice_is_one(database: Engine) -> None:
    """Two clicks of one person give one number; when it has been answered, it may be proposed again."""
    first = put_forward(database, run="run-1")
    second = put_forward(database, run="run-2")
    assert (second.is_new, second.idea.potential_id) == (False, first.idea.potential_id)
    reply(database, "P-001", Verdict.REJECT, Reason.CHANGING)
    again = put_forward(database, run="run-3")
    assert (again.is_new, again.idea.potential_id, again.alike) == (True, "P-002", ("P-001",))


def test_a_run_that_is_tried_again_keeps_its_number(database: Engine) -> None:
    """Even when the idea was answered meanwhile."""
    put_forward(database, run="run-1")
    reply(database, "P-001")
    again = put_forward(database, run="run-1")
    assert (again.is_new, again.idea.potential_id) == (False, "P-001")
    assert len(list_of(database)) == 1


@pytest.mark.parametrize("other", [{"minutes": 6}, {"initials": "XYZ"}, {"unit": "Vej og Park"}])
def test_what_differs_is_another_idea(database: Engine, other: dict[str, object]) -> None:
    """Nothing is overwritten; where title and unit are alike, the other number is named."""
    put_forward(database)
    second = put_forward(database, **other)
    assert (second.is_new, second.idea.potential_id) == (True, "P-002")
    assert second.alike == (() if "unit" in other else ("P-001",))


def list_of(engine: Engine) -> list[str]:
    """The numbers of all ideas, as they are listed."""
    with engine.connect() as connection:
        return [each.potential_id for each in list_ideas(connection)]


@pytest.mark.parametrize("of", ["another idea", "the office's list"])
def test_two_at_the_same_moment_get_two_numbers(database: Engine, of: str) -> None:
    """The second waits until the first is in, whether that came by the form or by the list."""
    register_potential(database)

    def listed(engine: Engine) -> None:
        with engine.begin() as connection:
            put_potential(connection, replace(_office_potential(), id="P-043"), OFFICE)

    first = (lambda engine: put_forward(engine, initials="XYZ")) if of == "another idea" else listed
    with Held(database, first, before=COMMIT) as held, Held(database, put_forward) as second:
        second.wait_until_it_waits()
        held.finish()
        assert second.finish().idea.potential_id == "P-044"


@ON_SQLITE
@pytest.mark.parametrize(
    ("known", "given"),
    [
        ((), "I-001"),
        (("I-7", "P-331"), "I-008"),
        (("I-0041", "I-003"), "I-0042"),
        (("I-999",), "I-1000"),
    ],
)
def test_a_number_has_the_profiles_letters_and_the_registers_length(
    database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch, known: tuple[str, ...], given: str
) -> None:
    """An office that numbers its list by hand gives ideas a letter of their own; gaps stay gaps."""
    told = load_profile().model_dump(mode="json") | {"potential_prefix": "I"}
    (house / "profile.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    monkeypatch.setenv("GEVINST_PROFILE_FILE", str(house / "profile.yaml"))
    register_potential(database)
    with database.begin() as connection:
        for number in known:
            put_potential(connection, replace(_office_potential(), id=number), OFFICE)
    assert put_forward(database).idea.potential_id == given


@ON_SQLITE
def test_numbers_that_are_used_up_are_said(database: Engine) -> None:
    """Nothing is put in, and the sentence says what to set."""
    with database.begin() as connection:
        put_potential(connection, replace(_office_potential(), id="P-999999"), OFFICE)
    with pytest.raises(Refused, match="potential_prefix"):
        put_forward(database)
    assert list_of(database) == []


def _office_potential() -> Potential:
    return Potential("P-1", "Andet", "Pension og Ydelser", "leder", "agent", "robot")


@pytest.mark.parametrize(
    ("verdict", "reason", "status", "phase"),
    [
        (Verdict.APPROVE, None, Status.APPROVED, Phase.ANALYSED),
        (Verdict.REJECT, Reason.TOO_LITTLE, Status.REJECTED, Phase.REJECTED),
    ],
)
def test_an_answer_moves_the_potential_and_says_who_and_why(
    database: Engine, verdict: Verdict, reason: Reason | None, status: Status, phase: Phase
) -> None:
    """On the same day or later; the history has the initials and the reason."""
    put_forward(database)
    idea = reply(database, "P-001", verdict, reason)
    given = reason or Reason.GOES_ON
    assert (idea.status, idea.reason, idea.answered_by) == (status, given, "PRO")
    assert potential(database, "P-001").phases[-1] == (day(database), phase)
    assert written_down(database, "P-001")[-1] == ("PRO", f"svar på idéen: {given}", "idea", phase)


def test_a_later_answer_keeps_the_days_before(database: Engine) -> None:
    """An idea of the first, rejected on the second and taken up on the third has three phases, and the last answer holds."""
    put_forward(database)
    first = day(database)
    for days, (verdict, reason) in enumerate(((Verdict.REJECT, Reason.UNCLEAR), (Verdict.APPROVE, None)), 1):
        clock.offset.microseconds = days * 86_400 * clock.MICROSECONDS
        idea = reply(database, "P-001", verdict, reason)
    assert [phase for _, phase in potential(database, "P-001").phases] == [Phase.IDEA, Phase.REJECTED, Phase.ANALYSED]
    assert potential(database, "P-001").phases[-1][0] == first + timedelta(days=2)
    assert (idea.status, idea.reason) == (Status.APPROVED, Reason.GOES_ON)


@pytest.mark.parametrize(
    ("phase", "verdict", "reason"),
    [
        (Phase.BUILDING, Verdict.APPROVE, None),
        (Phase.CLOSED, Verdict.APPROVE, None),
        (Phase.REJECTED, Verdict.REJECT, Reason.KNOWN),
    ],
)
@ON_SQLITE
def test_what_the_list_has_moved_already_stays_and_is_still_answered(
    database: Engine, phase: Phase, verdict: Verdict, reason: Reason | None
) -> None:
    """The proposer hears of it all the same."""
    put_forward(database)
    moved = ((date(2026, 1, 1), Phase.IDEA), (date(2026, 2, 1), phase))
    move_to(database, "P-001", *moved)
    assert reply(database, "P-001", verdict, reason).status is verdict.status
    assert potential(database, "P-001").phases == moved


@ON_SQLITE
@pytest.mark.parametrize(
    ("number", "verdict", "reason", "said"),
    [
        ("P-999", Verdict.APPROVE, None, "ingen idé med nummeret P-999"),
        ("P-042", Verdict.APPROVE, None, "P-042 er ikke foreslået med formularen"),
        ("P-043", Verdict.REJECT, None, "for lidt tid at hente"),
        ("P-043", Verdict.REJECT, Reason.GOES_ON, "skal have en grund"),
        ("P-043", Verdict.APPROVE, Reason.KNOWN, "udelad --reason"),
        ("P-044", Verdict.APPROVE, None, "har allerede det svar: godkendt til analyse"),
        ("P-045", Verdict.REJECT, Reason.KNOWN, "er i drift fra 01-01-2026 og kan ikke blive afvist"),
        ("P-046", Verdict.APPROVE, None, "er idé fra 01-01-2099"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    database: Engine, number: str, verdict: Verdict, reason: Reason | None, said: str
) -> None:
    """Nothing changes, and the sentence says what is the matter."""
    register_potential(database)
    for minutes in range(1, 5):
        put_forward(database, minutes=minutes)
    reply(database, "P-044")
    move_to(database, "P-045", (date(2026, 1, 1), Phase.IN_OPERATION))
    move_to(database, "P-046", (date(2099, 1, 1), Phase.IDEA))
    before = list_of(database), written_down(database, number)
    with pytest.raises(Refused, match=said):
        reply(database, number, verdict, reason)
    assert (list_of(database), written_down(database, number)) == before


@ON_SQLITE
def test_an_idea_goes_out_and_in_with_the_list(database: Engine, house: Path) -> None:
    """The exported list brought in again changes nothing, though nobody owns an idea yet."""
    put_forward(database)
    with database.begin() as connection:
        assert export_list(connection, house / "out.xlsx") == 1
        imported = import_list(connection, house / "out.xlsx", OFFICE)
    assert (imported.unchanged, imported.changes) == (1, ())


def test_a_real_idea_stays_real_beside_an_illustrative_list(database: Engine, house: Path) -> None:
    """The list is marked as a whole; who is invented and who isn't comes back as it went out."""
    invented = Potential(
        "P-001", "t", "u", "l", "a", "robot", illustrative=True, phases=((date(2026, 1, 1), Phase.IDEA),)
    )
    with database.begin() as connection:
        put_potential(connection, invented, OFFICE)
    put_forward(database)
    with database.begin() as connection:
        export_list(connection, house / "out.xlsx")
        assert import_list(connection, house / "out.xlsx", OFFICE).changes == ()
        assert [each.illustrative for each in list_potentials(connection)] == [True, False]


@ON_SQLITE
def test_what_waits_longest_stands_first_and_is_late_the_day_after(database: Engine) -> None:
    """On the promised day itself it isn't; an answered idea never is, and stands last."""
    now = day(database)
    for minutes, days in enumerate((-9, 5, 0, -1), 1):
        put_forward(database, minutes=minutes, by=now + timedelta(days=days))
    reply(database, "P-001")
    assert list_of(database) == ["P-004", "P-003", "P-002", "P-001"]
    with database.connect() as connection:
        assert [each.potential_id for each in list_ideas(connection) if each.is_late(now)] == ["P-004"]
        assert get_idea(connection, "P-001").in_words == IDEA.in_words.replace("5 min", "1 min")
