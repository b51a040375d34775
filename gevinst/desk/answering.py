"""From what a caseworker typed and clicked to an answer, or to Danish sentences that say what to put right."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy import Connection

from gevinst.codes import Code
from gevinst.desk.case import CaseFacts, OpenQuestion
from gevinst.errors import Refused
from gevinst.items.answers import answer, confirm, take_back
from gevinst.items.choices import Choice
from gevinst.items.corrections import Correction, WrongField
from gevinst.items.model import State
from gevinst.items.notes import LONGEST_NOTE
from gevinst.items.refusals import AnswerRefused, Why
from gevinst.ledger.human_time import TimeBand
from gevinst.redaction import redact

LONGEST_NUMBER = 40


class Action(StrEnum):
    """A button, as the form sends it."""

    CORRECT = "ret"
    GO_ON = "fortsaet"
    FOUND = "fundet"
    WRITE_AGAIN = "igen"
    DONE = "klaret"
    REJECT = "afvis"
    CONFIRM = "bekraeft"
    TAKE_BACK = "fjern-forslag"


_CHOICES = {
    Action.CORRECT: Choice.RETRY,
    Action.GO_ON: Choice.RETRY,
    Action.FOUND: Choice.FOUND,
    Action.WRITE_AGAIN: Choice.WRITE_AGAIN,
    Action.DONE: Choice.DONE_BY_ME,
    Action.REJECT: Choice.REJECT,
}

ONLY_TO_BE_LOOKED_AT = frozenset(
    {Code.TEXT_TO_READ, Code.POWER_OF_ATTORNEY, Code.CONTENT_CHANGED, Code.ANSWER_LIMIT, Code.CONFLICTING_AMOUNTS}
)
"""Questions that are settled by somebody who has looked: the robot goes on with what it has."""


def must_choose(question: OpenQuestion) -> bool:
    """Whether the robot's candidates are for the same thing, and one of them, or none, must be said to hold."""
    return bool(question.candidates) and question.code in (Code.CONFLICTING_AMOUNTS, Code.CONFLICTING_VALUES)


def approves(question: OpenQuestion) -> bool:
    """Whether going on without a correction is to approve what the robot has, and not to try once more."""
    return question.code in ONLY_TO_BE_LOOKED_AT


@dataclass(frozen=True)
class Typed:
    """A form as it came: nothing in it is lost, whatever becomes of it. `repr` shows nothing.

    Attributes:
        fields: The texts of the fields, by document and name.
        proposed_at: Which of a colleague's proposals was on the page, by when it was made; None where none was.
        candidate: The chosen candidate's place, from 1; 0 for none of them; None where nothing was chosen.
    """

    question: int
    action: Action | None
    proposed_at: int | None = None
    fields: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    candidate: int | None = None
    case_number: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    time_band: TimeBand = TimeBand.NOT_GIVEN

    def for_question(self, number: int) -> "Typed":
        """What of it still holds in the form of a question: a candidate and a number were said of their own alone."""
        return self if number == self.question else replace(self, candidate=None, case_number="")


class NotTaken(Exception):
    """The answer isn't saved. `sentence` says why in Danish; `fields` what is the matter with each, where it is fields."""

    def __init__(self, sentence: str, fields: Mapping[tuple[str, str], str] | None = None) -> None:
        super().__init__("the answer isn't saved")
        self.sentence = sentence
        self.fields = dict(fields or {})


def give(connection: Connection, facts: CaseFacts, typed: Typed, *, initials: str) -> State:
    """Carry out what was clicked; returns the item's new state: still waiting where a colleague must confirm.

    Raises:
        NotTaken: Nothing was changed, and why.
    """
    reference = f"{facts.item_id}-{typed.question}"
    try:
        match typed.action:
            case None:
                raise NotTaken("Vælg et svar ved at klikke på en af knapperne.")
            case Action.CONFIRM:
                return confirm(connection, reference, initials=initials, seen=typed.proposed_at)
            case Action.TAKE_BACK:
                take_back(connection, reference, seen=typed.proposed_at)
                return State.PENDING
            case _:
                return _answer(connection, facts, typed, typed.action, reference, initials=initials)
    except WrongField as wrong:
        raise NotTaken("Svaret er ikke gemt. Ret det, der er markeret nedenfor.", wrong.fields) from None
    except AnswerRefused as refused:
        raise NotTaken(refused.sentence) from None
    except Refused:
        raise NotTaken("Svaret kunne ikke gemmes. Sig det til driften.") from None


def _answer(
    connection: Connection, facts: CaseFacts, typed: Typed, action: Action, reference: str, *, initials: str
) -> State:
    if facts.question is not None and typed.question != facts.question.number:
        raise NotTaken(Why.OTHER_QUESTION.sentence)
    _check_words(typed)
    candidate, chosen = _chosen(facts, typed)
    changed = _changed(facts, typed)
    if facts.is_restricted and (changed or action is Action.CORRECT):
        raise NotTaken(
            "Behandlingen af borgerens oplysninger er begrænset. Felterne kan ikke rettes, før den er ophævet."
        )
    if changed and action is not Action.CORRECT:
        _must_use(action, facts)
    if action is Action.CORRECT and not changed and not chosen:
        raise NotTaken("Du har ikke rettet noget. Ret et felt, eller vælg et andet svar.")
    if action is Action.GO_ON and typed.candidate is None and facts.question and must_choose(facts.question):
        raise NotTaken("Vælg et af robottens forslag, eller ret feltet.")
    given = chosen | changed if _CHOICES[action] is Choice.RETRY else {}
    return answer(
        connection,
        reference,
        _CHOICES[action],
        initials=initials,
        candidate=candidate,
        case_number=typed.case_number if action is Action.FOUND else "",
        time_band=typed.time_band,
        corrections=[Correction(sha256, name, text) for (sha256, name), text in given.items()],
        note=typed.note,
    )


def _must_use(action: Action, facts: CaseFacts) -> None:
    """What was typed into a field is used or said to be of no use, never dropped in silence."""
    going_on = "Godkend" if facts.question is not None and approves(facts.question) else "Prøv igen"
    names = {Action.GO_ON: going_on, Action.DONE: "Jeg har klaret den", Action.REJECT: "Afvis"}
    raise NotTaken(
        f"Du har rettet felter, og dem bruger »{names.get(action, action)}« ikke. Brug »Ret og kør videre«, "
        "eller sæt felterne tilbage."
    )


def _check_words(typed: Typed) -> None:
    if len(" ".join(typed.note.split())) > LONGEST_NOTE:
        raise NotTaken(f"Noten er for lang: højst {LONGEST_NOTE} tegn.")
    if redact(typed.note) != typed.note:
        raise NotTaken("Der må ikke stå et CPR-nummer i noten. Skriv, hvad der er gjort, og ikke om hvem.")
    number = typed.case_number
    if number and (len(number) > LONGEST_NUMBER or redact(number) != number):
        raise NotTaken("Nummeret i fagsystemet kan ikke være rigtigt. Det ser for eksempel sådan ud: HT-2026-000123.")


def _changed(facts: CaseFacts, typed: Typed) -> dict[tuple[str, str], str]:
    """The fields that say something else than what was shown."""
    known = {
        (document.file.sha256, each.read.name): each.value for document in facts.documents for each in document.fields
    }
    changed = {
        key: text.strip()
        for key, text in typed.fields.items()
        if key in known and " ".join(text.split()) != " ".join(known[key].split())
    }
    emptied = {key: "Feltet kan ikke tømmes. Skriv den rigtige værdi." for key, text in changed.items() if not text}
    if emptied:
        raise NotTaken("Svaret er ikke gemt. Ret det, der er markeret nedenfor.", emptied)
    return changed


def _chosen(facts: CaseFacts, typed: Typed) -> tuple[int | None, dict[tuple[str, str], str]]:
    """The chosen candidate: of amounts by its place, as the flow asks for it; of anything else as the field's value.

    The field is one of a document that was read when the question was asked: an earlier one may offer the same.
    """
    question = facts.question
    place = typed.candidate or None
    if place is None or question is None or question.code is Code.CONFLICTING_AMOUNTS:
        return place, {}
    if not 1 <= place <= len(question.candidates):
        return place, {}  # refused with its own sentence
    text = question.candidates[place - 1]
    found = [
        (document.file.sha256, each.read.name)
        for document in facts.documents
        for each in document.fields
        if document.is_latest and each.is_open and text in each.read.candidates
    ]
    return place, {found[0]: text} if found and facts.can_correct else {}
