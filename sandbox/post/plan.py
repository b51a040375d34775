"""The plan of a delivery: who sends what, and what must become of it. The first forty mails are the demo's."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gevinst.codes import Code
from sandbox import people
from sandbox.post import bodies
from sandbox.post.paper import Paper, make_paper, without_cpr

LAYOUTS = ("label_table", "boxes", "acroform", "word_table", "word_controls", "from_word", "from_browser")


@dataclass(frozen=True)
class Sample:
    """One mail: its documents as (paper, layout), its text, and what must become of it.

    `expected` is `registered`, `person`, `set aside`, `duplicate document` or `duplicate mail`; `code` the reason.
    """

    name: str
    papers: tuple[tuple[Paper, str], ...] = ()
    body: str = bodies.ORDINARY[0]
    expected: str = "registered"
    code: Code | None = None
    fault: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    locked: bool = False
    html: bool = False
    latin1: bool = False


def demo(seed: int = 331) -> list[Sample]:
    """Forty mails: 24 that go through, 11 for a person, 3 set aside, one delivered twice, one document sent again."""
    return [*_through(seed), *_for_a_person(seed)[:11], *_set_aside()]


def extra(seed: int = 331) -> list[Sample]:
    """The reasons that didn't fit into forty mails."""
    return _for_a_person(seed)[11:]


def _through(seed: int) -> list[Sample]:
    chance = random.Random(seed)
    samples = []
    for number in range(24):
        paper = make_paper(chance, people.ORDINARY[number], ("prisoverslag", "regning")[number % 2])
        papers = [(paper, LAYOUTS[number % len(LAYOUTS)])]
        if number % 8 == 3:
            referral = replace(paper, kind="bilag")
            papers.append((referral, "label_table"))
        samples.append(
            Sample(
                name=f"{number + 1:02d}-{paper.kind}",
                papers=tuple(papers),
                body=bodies.ORDINARY[number % 4],
                fault={5: "drop after save", 9: "expire session"}.get(number, ""),
                html=number % 6 == 4,
                latin1=number % 6 == 2,
            )
        )
    return samples


def _for_a_person(seed: int) -> list[Sample]:
    chance = random.Random(seed + 1)

    def paper(person: people.Person, kind: str = "regning") -> Paper:
        return make_paper(chance, person, kind)

    ordinary = iter(people.ORDINARY[24:])
    conflicting = paper(next(ordinary))
    two = (paper(next(ordinary)), paper(next(ordinary)))
    return [
        _person("cpr-mangler", Code.CPR_MISSING, without_cpr(paper(next(ordinary)))),
        _person("cpr-ugyldigt", Code.CPR_INVALID, replace(paper(next(ordinary)), cpr_text="310271-1234")),
        _person(
            "to-beloeb",
            Code.CONFLICTING_AMOUNTS,
            replace(conflicting, second_amount=conflicting.amount + Decimal("150.00")),
        ),
        _person("ukendt", Code.UNKNOWN_CITIZEN, paper(people.UNKNOWN)),
        _person("ingen-bevilling", Code.NO_GRANT, paper(people.WITHOUT_GRANT)),
        _person("andet-indhold", Code.ALREADY_REGISTERED, paper(people.ALREADY_REGISTERED)),
        replace(_person("laast", Code.DOCUMENT_LOCKED, paper(next(ordinary))), locked=True),
        Sample("uden-fil", body=bodies.ORDINARY[1], expected="person", code=Code.NO_ATTACHMENT),
        Sample(
            "to-borgere",
            papers=((two[0], "label_table"), (two[1], "boxes")),
            expected="person",
            code=Code.SEVERAL_CITIZENS,
        ),
        _person("beskyttet", Code.PROTECTED_ADDRESS, paper(people.PROTECTED)),
        replace(_person("klage", Code.TEXT_TO_READ, paper(next(ordinary))), body=bodies.COMPLAINT),
        _person("doed", Code.DECEASED, paper(people.DECEASED)),
        _person("fritaget", Code.EXEMPT_FROM_DIGITAL_POST, paper(people.EXEMPT)),
        _person(
            "fuldmagt",
            Code.POWER_OF_ATTORNEY,
            replace(paper(next(ordinary)), extra="Indsendt på vegne af borgeren ifølge fuldmagt."),
        ),
        replace(_person("aktindsigt", Code.TEXT_TO_READ, paper(next(ordinary))), body=bodies.ACCESS),
        replace(_person("raab-om-hjaelp", Code.TEXT_TO_READ, paper(next(ordinary))), body=bodies.CRY_FOR_HELP),
    ]


def _person(name: str, code: Code, paper: Paper) -> Sample:
    return Sample(name, papers=((paper, "label_table"),), body=bodies.ORDINARY[1], expected="person", code=code)


def _set_aside() -> list[Sample]:
    return [
        Sample(
            "autosvar",
            body=bodies.AUTO_REPLY,
            expected="set aside",
            code=Code.AUTO_REPLY,
            headers={"Auto-Submitted": "auto-replied"},
        ),
        Sample("retur", body=bodies.BOUNCE, expected="set aside", code=Code.BOUNCE, headers={"X-Report": "1"}),
        Sample(
            "nyhedsbrev",
            body=bodies.NEWSLETTER,
            expected="set aside",
            code=Code.NEWSLETTER,
            headers={"List-Unsubscribe": "<https://butik.example/af>", "Precedence": "bulk"},
        ),
    ]


def all_papers(samples: list[Sample]) -> Iterator[tuple[Paper, str]]:
    """Every document of a delivery with its layout."""
    for sample in samples:
        yield from sample.papers
