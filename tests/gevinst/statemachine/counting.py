"""How often each rule did what it is for, and each transition was made: a story that never happens proves nothing."""

from collections import Counter
from dataclasses import dataclass, field

RULES = (
    *("add new", "add known", "add known with other content", "add refused: a CPR number", "add child"),
    *("claim", "claim nothing: none due", "claim nothing: the queue waits", "claim nothing: stopped", "sweep"),
    *("clock forward", "clock back", "hold", "checkpoint", "checkpoint known"),
    *("end: completed", "end: set aside", "end: duplicate", "end: business error", "end: retry later"),
    *(
        "end: retry later after",
        "end: system down",
        "end: system down, news",
        "end: mail down",
        "end: system nobody names",
    ),
    *("end: process error", "end: unknown", "end: refused", "end: misconfigured", "end: interrupted", "end: lost"),
    "end again, the answer lost",
    *("zombie completes", "zombie saves", "zombie holds", "zombie fails", "zombie asks", "zombie splits"),
    *("answer: prøv igen", "answer: registrér igen", "answer: fundet", "answer: jeg har klaret den", "answer: afvis"),
    *("answer with a candidate", "answer with a band", "answer refused: stale", "answer refused: not waiting"),
    *("answer refused: choice", "answer refused: candidate", "answer refused: no number"),
    "answer refused: may be under way",
    *("retry", "retry refused", "close by hand", "close refused"),
    *("stop", "stop refused", "lift", "lift refused", "resume"),
    *("write", "write: receipt known", "write: found by the look", "write: uncertain", "write: zombie"),
    *("write held up", "write goes on", "write killed", "zombie stopped at the fence"),
    *("a receipt came late", "posted in a later month"),
    *("register potential", "measure", "measure refused", "repost", "repost refused", "repost replaces"),
    *("reverse", "reverse refused", "settle", "settle posts", "close month", "close month refused", "retention"),
    *("retention neutralises", "retention waits for a check", "a check lapses", "check", "check refused"),
)
TRANSITIONS = (
    *("– → new", "– → new: other content", "new → in progress"),
    *("in progress → new: lapsed", "in progress → failed: lapsed", "in progress → new: retry later"),
    *("in progress → failed: attempts used", "in progress → new: system down", "in progress → new: misconfigured"),
    *("in progress → new: given back", "in progress → failed: screen-changed", "in progress → failed: unknown-failure"),
    *("in progress → pending user action: business error", "in progress → pending user action: uncertain"),
    *("in progress → completed: by robot", "in progress → completed: set aside", "in progress → completed: duplicate"),
    *("pending user action → new: prøv igen", "pending user action → new: registrér igen"),
    *("pending user action → new: fundet", "pending user action → completed: by person"),
    *("pending user action → completed: rejected", "failed → new: retried", "failed → completed: by person"),
    *("failed → completed: rejected", "new → completed: by person", "new → completed: rejected"),
)


@dataclass
class Tally:
    """The counts of one run, or of several added up."""

    steps: int = 0
    stories: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def did(self, rule: str) -> None:
        """A rule did what it is for."""
        assert rule in RULES, rule
        self.seen[rule] += 1

    def moved(self, transition: str) -> None:
        """The model made a transition."""
        assert transition in TRANSITIONS or transition in RULES, transition
        self.seen[transition] += 1

    def missing(self) -> list[str]:
        """What never happened."""
        return [name for name in (*RULES, *TRANSITIONS) if not self.seen[name]]

    def table(self, title: str) -> str:
        """Every count, for people."""
        lines = [f"{title}: {self.stories} stories, {self.steps} steps compared"]
        lines += [f"{self.seen[name]:>7}  {name}" for name in (*RULES, *TRANSITIONS)]
        return "\n".join(lines)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.steps + other.steps, self.stories + other.stories, self.seen + other.seen)
