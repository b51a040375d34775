"""What a caseworker reads after a run: what was done, what waits and how to answer it. Numbers, codes and links only.

Artifacts without a key open in one click from the run's own page; with one, the page between lists opaque numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from gevinst.codes import Code
from gevinst.items.act import act_in_danish
from gevinst.items.answers import Question
from gevinst.items.loop import Tally
from gevinst.items.model import Outcome, State
from gevinst.items.model import label as label_of
from gevinst.potentials.words import ACTIVITIES, activity_in_danish
from gevinst.reports.danish import minutes
from gevinst.sampling.listing import Drawn
from tasks.form_address import filled_in, form_address
from tasks.sample_lines import SAMPLE_FORM, sample_lines

ANSWER_FORM = "Besvar en sag/besvar-en-sag"
"""Flow and deployment of the form in which people answer."""
MOST_QUESTIONS = 50
UNANSWERED = "klaret uden kvittering"


@dataclass(frozen=True)
class Receipt:
    """One run, ready to be told.

    Attributes:
        tally: How its cases ended.
        questions: What waits for an answer in its queue, of this run and earlier ones.
        seconds: What it freed, by activity.
        remark: Why it took less than there was, in Danish.
        unanswered: The cases whose sender got no automatic answer, with the reason.
        report: How operations finds the report of the run; empty where there is none.
        samples: What waits in its queue to be checked by a person.
    """

    tally: Tally
    questions: Sequence[Question] = ()
    seconds: Mapping[str, int] = field(default_factory=dict)
    remark: str = ""
    unanswered: Mapping[str, Code] = field(default_factory=dict)
    report: str = ""
    samples: Sequence[Drawn] = ()

    def table(self) -> list[dict[str, str]]:
        """One row a case."""
        asked = {question.item: question.reference for question in self.questions}
        rows = []
        for label, ending in self.tally.endings:
            unanswered = self.unanswered.get(label) if ending.outcome is Outcome.BY_ROBOT else None
            code = unanswered or ending.code
            row = {
                "Sag": label,
                "Resultat": UNANSWERED if unanswered else _result(ending.state, ending.outcome),
                "Spørgsmål": asked.get(label, ""),
                "Forklaring": code.sentence if code else "",
            }
            rows.append(row)
        return rows

    def text(self, answer_form: str = "", sample_form: str = "") -> str:
        """The same in words, with what waits first; the addresses are those of the forms to answer in."""
        counts = self.tally.count()
        done, later = counts[State.COMPLETED], counts[State.NEW] + counts[None]
        first = (
            f"**{done}** {'sag' if done == 1 else 'sager'} er afsluttet, **{counts[State.PENDING]}** afventer "
            f"sagsbehandler, og **{counts[State.FAILED]}** er fejlet."
        )
        if later:
            first += f" **{later}** tages igen i en senere kørsel."
        lines = [first, ""]
        if self.remark:
            lines += [f"**{self.remark}**", ""]
        lines += self._waiting(answer_form) + sample_lines(self.samples, sample_form)
        return "\n".join(lines + self._freed() + self._reported())

    def _waiting(self, answer_form: str) -> list[str]:
        if not self.questions:
            return []
        lines = [f"### Afventer svar ({len(self.questions)})", ""]
        for question in self.questions[:MOST_QUESTIONS]:
            lines += question_lines(question, answer_form)
        more = len(self.questions) - MOST_QUESTIONS
        return [*lines, f"- … og {more} til", ""] if more > 0 else [*lines, ""]

    def _freed(self) -> list[str]:
        order = [name for name in ACTIVITIES if name in self.seconds]
        order += [name for name in self.seconds if name not in ACTIVITIES]
        return [
            f"### Registreret frigjort tid: {minutes(sum(self.seconds.values()))}",
            "",
            *(f"- {activity_in_danish(name)}: {minutes(self.seconds[name])}" for name in order),
        ]

    def _reported(self) -> list[str]:
        return ["", "### Rapport over kørslen", "", self.report] if self.report else []


def question_lines(question: Question, answer_form: str) -> list[str]:
    """One question as a list entry: why, what to choose between, and where to answer."""
    item, number = question.reference.split("-")
    filled = filled_in(answer_form, "svar", sag=int(item), spoergsmaal=int(number))
    name = f"spørgsmål {question.reference}"
    lines = [f"- **{question.item}**: {question.code.sentence}"]
    if question.code is Code.CONFLICTING_AMOUNTS:  # other candidates are words of the document, and stay out of here
        shown = ", ".join(f"**{place}** = {amount} kr." for place, amount in enumerate(question.candidates, 1))
        lines.append(f"  - Robottens forslag: {shown}")
    if question.act is not None:
        lines.append(f"  - Slå op: {act_in_danish(question.act)}, med nummeret {question.item}")
    if question.proposed is not None:
        lines.append(f"  - »{question.proposed}« er foreslået og venter på, at en kollega bekræfter med samme svar")
    lines.append(f"  - Mulige svar: {', '.join(question.choices)}")
    lines.append(f"  - [Besvar {name}]({filled})" if answer_form else f"  - Besvar {name}")
    return lines


def show_receipt(receipt: Receipt) -> None:
    """Put the run's two artifacts on its page."""
    create_table_artifact(table=receipt.table(), description="Sagerne i denne kørsel")
    sample_form = form_address(SAMPLE_FORM) if receipt.samples else ""
    create_markdown_artifact(markdown=receipt.text(answer_form(), sample_form), description="Resultatet af kørslen")


def show_preview(tally: Tally, *, noun: str) -> None:
    """Put a dry run's artifact on its page; `noun` is what a case is called that has no number yet."""
    rows = [
        {
            "Sag": label if label != label_of(0) else f"ny {noun} {place}",
            "Ville ske": "ville blive klaret af robotten"
            if ending.outcome is Outcome.BY_ROBOT
            else _result(ending.state, ending.outcome),
            "Forklaring": ending.code.sentence if ending.code else "",
        }
        for place, (label, ending) in enumerate(tally.endings, 1)
    ]
    create_table_artifact(table=rows, description="Prøvekørsel: intet er gemt eller sendt")


def answer_form() -> str:
    """Where people answer, on the server this run reports to; empty when it has no such form."""
    return form_address(ANSWER_FORM)


def _result(state: State | None, outcome: Outcome | None) -> str:
    if state is None:
        return "overtaget af en anden kørsel"
    if outcome is None:
        return "prøves igen senere" if state is State.NEW else state.danish
    return outcome.danish
