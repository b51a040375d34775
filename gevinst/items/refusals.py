"""Why an answer isn't taken, each with the Danish sentence a caseworker reads; nothing was changed."""

from enum import StrEnum

from gevinst.errors import Refused


class Why(StrEnum):
    """The closed list."""

    NOT_THERE = "not-there"
    NOT_WAITING = "not-waiting"
    OTHER_QUESTION = "other-question"
    ANSWERED = "answered"
    NO_CANDIDATE = "no-candidate"
    DOES_NOT_FIT = "does-not-fit"
    NO_NUMBER = "no-number"
    NOT_OVER = "not-over"
    NOT_CORRECTED_SO = "not-corrected-so"
    WRITTEN_OUTSIDE = "written-outside"
    PROPOSED = "proposed"
    OWN_PROPOSAL = "own-proposal"
    NO_PROPOSAL = "no-proposal"
    OTHER_PROPOSAL = "other-proposal"

    @property
    def sentence(self) -> str:
        """What is the matter, and what to do."""
        return _SENTENCES[self]


_SENTENCES = {
    Why.NOT_THERE: "Sagen findes ikke.",
    Why.NOT_WAITING: "Sagen venter ikke længere på svar. Måske har en kollega svaret, mens du så på den.",
    Why.OTHER_QUESTION: "Sagen venter nu på svar på et andet spørgsmål. Se på det nye spørgsmål, før du svarer.",
    Why.ANSWERED: "Spørgsmålet er allerede besvaret. Der kan kun svares én gang.",
    Why.NO_CANDIDATE: "Forslaget findes ikke. Vælg et af dem, der er vist.",
    Why.DOES_NOT_FIT: "Det svar passer ikke til spørgsmålet. Vælg et af dem, der er vist.",
    Why.NO_NUMBER: "Skriv det sagsnummer, du fandt i fagsystemet.",
    Why.NOT_OVER: "Den tidligere handling er måske stadig i gang. Vent nogle minutter, slå op igen, og svar så.",
    Why.NOT_CORRECTED_SO: "Rettelser hører kun til »Ret og kør videre«, og kun til felter, robotten har læst.",
    Why.WRITTEN_OUTSIDE: "Robotten har allerede skrevet i fagsystemet på sagen. Ret oplysningerne dér, og svar uden at rette.",
    Why.PROPOSED: "En kollega har foreslået et svar, som venter på at blive bekræftet. Bekræft det, eller afvis det først.",
    Why.OWN_PROPOSAL: "Dit svar venter på, at en kollega bekræfter det. Du kan ikke bekræfte det selv.",
    Why.NO_PROPOSAL: "Der er ikke længere noget forslag, der venter på at blive bekræftet.",
    Why.OTHER_PROPOSAL: (
        "Forslaget er skiftet ud, mens du så på det. Se på det nye forslag, før du bekræfter eller fjerner det."
    ),
}


class AnswerRefused(Refused):
    """An answer, a proposal or its confirmation that isn't taken."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why = why

    @property
    def sentence(self) -> str:
        """For the caseworker."""
        return self.why.sentence
