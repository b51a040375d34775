"""The office's answer to an idea: on to analysis, or rejected for a reason of a closed list. The phase moves with it.

An answer is never changed. Another one may follow it, as where a rejected idea is taken up again; the latest holds.
"""

from dataclasses import replace
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from gevinst.errors import Refused
from gevinst.potentials.history import Author
from gevinst.potentials.ideas import Idea, Status, find_idea, get_idea
from gevinst.potentials.potential import Phase, Potential, may_follow
from gevinst.potentials.register import get_potential, put_potential
from gevinst.potentials.words import PHASES
from gevinst.redaction import redact
from gevinst.staff import staff_id
from gevinst.store.clock import now_us, today
from gevinst.store.tables import idea_answers, potentials


class Verdict(StrEnum):
    """What the office says."""

    APPROVE = "godkend"
    REJECT = "afvis"

    @property
    def status(self) -> Status:
        """Where the idea is after it."""
        return Status.APPROVED if self is Verdict.APPROVE else Status.REJECTED

    @property
    def phase(self) -> Phase:
        """Where the potential is after it."""
        return Phase.ANALYSED if self is Verdict.APPROVE else Phase.REJECTED


class Reason(StrEnum):
    """Why; its `sentence` is what the proposer reads."""

    GOES_ON = "går til analyse"
    KNOWN = "findes allerede"
    TOO_LITTLE = "for lidt tid at hente"
    JUDGEMENT = "kræver et fagligt skøn"
    NOT_ALLOWED = "må ikke automatiseres"
    OTHERWISE = "løses på anden måde"
    CHANGING = "arbejdsgangen ændres"
    NOT_POSSIBLE = "kan ikke lade sig gøre nu"
    UNCLEAR = "mangler oplysninger"

    @property
    def sentence(self) -> str:
        """One Danish sentence without names."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.GOES_ON: "Projektkontoret går videre med den: nu bliver arbejdsgangen set igennem, og tiden bliver målt.",
    Reason.KNOWN: "Den står allerede på potentialelisten, så den er med.",
    Reason.TOO_LITTLE: "Der er for lidt tid at hente i forhold til, hvad det vil koste at lave og drive.",
    Reason.JUDGEMENT: "Arbejdet kræver et fagligt skøn i hver sag, og det skal blive hos mennesker.",
    Reason.NOT_ALLOWED: "Reglerne for sagerne eller for persondata tillader det ikke.",
    Reason.OTHERWISE: "Det bliver løst på anden måde, for eksempel i en kommende udgave af systemet.",
    Reason.CHANGING: "Arbejdsgangen bliver lavet om; foreslå den gerne igen, når den nye er på plads.",
    Reason.NOT_POSSIBLE: "Systemerne giver ikke mulighed for det, som de er nu.",
    Reason.UNCLEAR: "Der mangler oplysninger om arbejdsgangen; skriv til projektkontoret, eller foreslå den igen.",
}
_FURTHER_ON = (Phase.APPROVED, Phase.BUILDING, Phase.IN_OPERATION, Phase.CLOSED)


def answer(
    connection: Connection, potential_id: str, verdict: Verdict, *, reason: Reason | None = None, initials: str
) -> Idea:
    """Answer an idea, and move its potential by the rules of phases; the answer is mailed by the next run that sends them.

    Where the office's list has moved the potential already, the phase stays as it is there.

    Args:
        connection: A write transaction.
        potential_id: Which.
        verdict: On to analysis, or rejected.
        reason: Why it is rejected; an approval needs none.
        initials: Who answers.

    Raises:
        Refused: In Danish: no such idea, no reason or one that doesn't fit, the same answer again, or no way from the
            potential's phase to the answer's.
    """
    given = _fitting(verdict, reason)
    # Two people's answers come one after the other. The lock lets entries refer to the potential, as a baseline's does.
    connection.execute(
        select(potentials.c.id).where(potentials.c.id == potential_id).with_for_update(key_share=True)
    ).one_or_none()
    idea, potential = find_idea(connection, potential_id), get_potential(connection, potential_id)
    if idea is None and potential is not None:
        raise Refused(
            f"{potential_id} er ikke foreslået med formularen, så ingen venter på svar; ret dets fase i listen"
        )
    if idea is None or potential is None:
        raise Refused(f"der er ingen idé med nummeret {redact(potential_id)}; se `gevinst ideas list`")
    if (idea.status, idea.reason) == (verdict.status, given):
        raise Refused(f"{potential_id} har allerede det svar: {idea.status}, {given}")
    moved = _moved(connection, potential, verdict)
    put_potential(connection, moved, Author(initials, f"svar på idéen: {given}"))
    connection.execute(
        insert(idea_answers).values(
            potential_id=potential_id,
            verdict=verdict.status.name.lower(),
            reason=given,
            staff_id=staff_id(connection, initials),
            answered_at=now_us(),
        )
    )
    return get_idea(connection, potential_id)


def _fitting(verdict: Verdict, reason: Reason | None) -> Reason:
    if verdict is Verdict.APPROVE:
        if reason not in (None, Reason.GOES_ON):
            raise Refused("en godkendt idé har ingen grund til afvisning: udelad --reason")
        return Reason.GOES_ON
    if reason in (None, Reason.GOES_ON):
        others = ", ".join(each for each in Reason if each is not Reason.GOES_ON)
        raise Refused(f"en afvist idé skal have en grund: --reason med en af: {others}")
    return reason


def _moved(connection: Connection, potential: Potential, verdict: Verdict) -> Potential:
    """The potential in the answer's phase from today."""
    day, phase = potential.phases[-1]
    if phase is verdict.phase or (verdict is Verdict.APPROVE and phase in _FURTHER_ON):
        return potential
    now = today(connection)
    if not may_follow(phase, verdict.phase) or day > now:
        raise Refused(
            f"{potential.id} er {PHASES[phase]} fra {day:%d-%m-%Y} og kan ikke blive {PHASES[verdict.phase]} i dag; "
            "ret fasen i listen først"
        )
    return replace(potential, phases=tuple(sorted({**dict(potential.phases), now: verdict.phase}.items())))
