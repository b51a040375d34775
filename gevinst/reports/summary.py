"""A month in a few lines of Danish, for those who open nothing: the mail, and the run's own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gevinst.redaction import redact
from gevinst.reports.danish import fte, hours, month_name, number
from gevinst.reports.figures import Figures
from gevinst.reports.parameters import Name
from gevinst.reports.programme import MonthFigures
from gevinst.values.dates import format_date


@dataclass(frozen=True)
class Summary:
    """What is said of a month.

    Attributes:
        figures: Name and value; what is expected, registered and harvested stand apart.
        basis: What they rest on.
        changes: Against the month before.
        attention: What somebody should look at; empty where there is nothing.
    """

    month: str
    illustrative: bool
    figures: tuple[tuple[str, str], ...]
    basis: str
    changes: tuple[str, ...]
    attention: tuple[str, ...]


def summarise(figures: Figures) -> Summary:
    """The month reported on."""
    rate = figures.latest(Name.HOURS_PER_FTE)
    return Summary(
        month=figures.month,
        illustrative=figures.illustrative,
        figures=tuple(_figures(figures)),
        basis=f"1 årsværk = {number(Fraction(rate.value))} timer ({rate.source}). Forventet, registreret og hjemtaget "
        "lægges aldrig sammen.",
        changes=tuple(_changes(figures)),
        attention=tuple(_attention(figures)),
    )


def _figures(figures: Figures) -> Iterator[tuple[str, str]]:
    now, home = figures.now, figures.harvested
    day, goal = figures.target[-1]
    yield "Forventet (listens skøn)", f"{fte(figures.expected_fte)} årsværk om året"
    yield "Registreret brutto, seneste 12 måneder", f"{hours(now.rolling.gross_seconds)} timer"
    yield (
        "Registreret netto, seneste 12 måneder",
        f"{fte(now.rolling.net_fte)} årsværk ({hours(now.rolling.net_seconds)} timer, {_cases(now.rolling.cases)})",
    )
    yield (
        f"Heraf i {month_name(figures.month)}",
        f"{hours(now.sums.net_seconds)} timer netto, {_cases(now.sums.cases)}",
    )
    yield "Seneste 3 måneder omregnet til et år", f"{fte(now.annualised_fte)} årsværk"
    taken = f"{fte(home.fte)} årsværk og {number(home.dkk_a_year)} kr. om året varigt; engangs {number(home.one_off_dkk)} kr."
    yield "Hjemtaget", taken if home.count else "intet endnu"
    yield "Mål ved udgangen af måneden", f"{fte(now.target_fte)} årsværk"
    yield f"Mål {format_date(day)}", f"{fte(goal)} årsværk"


def _cases(count: int) -> str:
    return f"{number(count)} {'sag' if count == 1 else 'sager'}"


def _changes(figures: Figures) -> Iterator[str]:
    if len(figures.months) < 2:
        return
    before = figures.months[-2]
    yield _level(figures.now, before)
    for move in (*figures.changes.ups, *figures.changes.downs):
        than = f"{'mere' if move.by > 0 else 'mindre'} end i {month_name(before.month)}"
        yield f"{move.key} {redact(figures.titles[move.key])}: {hours(abs(move.by))} timer netto {than}"


def _level(now: MonthFigures, before: MonthFigures) -> str:
    moved = now.rolling.net_fte - before.rolling.net_fte
    if moved == 0:
        return f"Niveauet de seneste 12 måneder er det samme som ved udgangen af {month_name(before.month)}"
    way = "højere" if moved > 0 else "lavere"
    return f"Niveauet de seneste 12 måneder er {fte(abs(moved))} årsværk {way} end ved udgangen af {month_name(before.month)}"


def _attention(figures: Figures) -> Iterator[str]:
    now = figures.now
    if not now.is_closed:
        yield f"{month_name(figures.month).capitalize()} er ikke lukket: tallene kan ændre sig, indtil I lukker den"
    if figures.unsettled:
        yield (
            f"{number(figures.unsettled)} afsluttede aktiviteter har hverken postering eller grund: "
            "brug ikke tallene, før driften har rettet det"
        )
    if figures.unposted:
        yield (
            f"{number(figures.unposted)} udførte aktiviteter kunne ikke tælles: de mangler et potentiale i drift eller en "
            "basislinje (gevinst ledger exceptions)"
        )
    if now.rolling.provisional_seconds:
        yield (
            f"{hours(now.rolling.provisional_seconds)} timer i de seneste 12 måneder er foreløbige: basislinjen mangler "
            "en godkendelse (gevinst potentials review)"
        )
    behind = now.target_fte - now.rolling.net_fte
    if behind > 0:
        yield f"Niveauet er {fte(behind)} årsværk under målets linje"


def as_markdown(summary: Summary) -> str:
    """For the run's own page."""
    lines = [f"## Registreret frigjort tid til og med {month_name(summary.month)}", ""]
    lines += ["**Illustrativ**: potentialer, basislinjer og satser er opdigtede eksempler.", ""] * summary.illustrative
    lines += [
        "| Tal | Værdi |",
        "|---|---|",
        *(f"| {_plain(name)} | **{_plain(said)}** |" for name, said in summary.figures),
        "",
    ]
    lines += [_plain(summary.basis), ""]
    lines += _listed("### Siden måneden før", summary.changes)
    lines += _listed("### Det skal I se på", summary.attention or ("Intet.",))
    return "\n".join(lines)


def as_mail(summary: Summary, edition: int) -> str:
    """For the mail: the same in plain text, with why it comes again where it does."""
    what = f"Her er rapporten over registreret frigjort tid til og med {month_name(summary.month)}."
    lines = [what, ""]
    if edition > 1:
        lines += ["Det er en rettet udgave: tallene er ændret, siden den forrige blev sendt. Brug denne i stedet.", ""]
    lines += ["ILLUSTRATIV: potentialer, basislinjer og satser er opdigtede eksempler.", ""] * summary.illustrative
    lines += [f"{name}: {said}" for name, said in summary.figures]
    lines += ["", summary.basis]
    for heading, each in (("Siden måneden før", summary.changes), ("Det skal I se på", summary.attention)):
        if each:
            lines += ["", f"{heading}:", *(f"- {line}" for line in each)]
    return "\n".join(lines)


def _listed(heading: str, lines: tuple[str, ...]) -> list[str]:
    return [heading, "", *(f"- {_plain(line)}" for line in lines), ""] if lines else []


_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


def _plain(text: str) -> str:
    """A title of somebody's is text, whatever characters it holds."""
    return text.translate(_MARKS)
