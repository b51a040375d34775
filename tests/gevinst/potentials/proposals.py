"""An idea as digital agents propose them, and the office's answer, for the tests of ideas."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine

from gevinst.potentials.idea_answers import Reason, Verdict, answer
from gevinst.potentials.ideas import Idea, Proposed, propose
from gevinst.potentials.proposal import Often, Place, Proposal, Thing, Work

BY = date(2026, 12, 18)
IDEA = Proposal(
    work=Work.REGISTER,
    thing=Thing.APPLICATIONS,
    place=Place.SUBJECT_SYSTEM,
    unit="Pension og Ydelser",
    times=12,
    often=Often.WEEK,
    minutes=5,
    share_percent=80,
    initials="ABC",
)


def put_forward(engine: Engine, *, run: str | None = None, by: date = BY, **other: Any) -> Proposed:
    """Propose the idea, or another like it."""
    with engine.begin() as connection:
        return propose(connection, replace(IDEA, **other), answer_by=by, flow_run=run)


def reply(engine: Engine, number: str, verdict: Verdict = Verdict.APPROVE, reason: Reason | None = None) -> Idea:
    """The office answers."""
    with engine.begin() as connection:
        return answer(connection, number, verdict, reason=reason, initials="PRO")
