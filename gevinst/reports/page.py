"""The report as one self-contained page: no script, no font or picture from outside, prints on A4. Danish, or English."""

import re
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from gevinst.ledger.harvests import Permanence
from gevinst.ledger.periods import month_of
from gevinst.ledger.words import MISSING
from gevinst.potentials.potential import Phase
from gevinst.potentials.words import PERMANENCES, PHASES, activity_in_danish
from gevinst.profile import load_profile
from gevinst.reports.chart import curves, draw_way_to_target
from gevinst.reports.costs import all_together
from gevinst.reports.figures import Figures
from gevinst.reports.language import DANISH, Language
from gevinst.reports.parameters import RATES, Name, Parameter
from gevinst.reports.sums import Sums
from gevinst.reports.templating import environment
from gevinst.settings import settings
from gevinst.store.clock import local_date

MOST_ROWS = 5_000
"""More rows of potential and month than this are for the Excel file; a browser would open the page slowly."""
MOST_NEWS = 10
"""More of one kind of news than this are counted."""
TITLES = {
    "way": "Vejen til målet",
    "changes": "Ændringer",
    "forecast": "Prognose",
    "money": "I kroner",
    "taken-home": "Hjemtaget",
    "top": "Mest og mindst",
    "units": "Enheder",
    "kinds": "Arter",
    "agents": "Digitale agenter",
    "potentials": "Potentialer",
    "months": "Måneder",
    "pay-back": "Udgifter og tilbagebetaling",
    "minutes": "Minutternes kilder",
    "sample": "Stikprøven",
    "reconciliation": "Afstemning",
    "exceptions": "Ikke talt",
    "checks": "Kontrol",
    "basis": "Grundlag",
}
"""The sections by their ids, which stay: others link to them."""
NEWS = {
    "started": ("{count} potentiale kom i drift", "{count} potentialer kom i drift"),
    "approved": ("{count} basislinje godkendt", "{count} basislinjer godkendt"),
    "corrected": ("{count} postering taget tilbage", "{count} posteringer taget tilbage"),
    "taken home": ("{count} gevinst hjemtaget", "{count} gevinster hjemtaget"),
    "not counted": ("{count} aktivitet er ikke talt", "{count} aktiviteter er ikke talt"),
}
"""One of a kind, and several."""
NO_NEWS = "Intet er begyndt, godkendt, rettet eller hjemtaget"
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e"})


def render_page(figures: Figures, language: Language = DANISH) -> str:
    """The whole page.

    Raises:
        ConfigurationError: The profile can't be read.
    """
    now, closing = figures.now, figures.target[-1]
    rate = figures.latest(Name.TARGET_DKK_PER_FTE)
    months = _months_by_unit(figures)
    with_entries = {line.key for line in figures.potentials}
    return (
        environment_of(language)
        .get_template("report.html")
        .render(
            figures=figures,
            language=language,
            now=now,
            profile=load_profile(),
            made_at=language.moment(figures.made_at),
            unfinished=figures.month == month_of(figures.made_at),
            twelve=figures.months[-12:],
            gap=now.target_fte - now.rolling.net_fte,
            news=_news(figures, language),
            most_news=MOST_NEWS,
            contents=[(anchor, language.text(title)) for anchor, title in TITLES.items()],
            chart=Markup(draw_way_to_target(figures, language)),  # noqa: S704 (our own drawing of numbers and fixed text)
            curve_names=[curve.name for curve in curves(figures, language)[:5]],
            months_by_unit=months,
            has_months=sum(len(each) for _, potentials in months for _, each in potentials) <= MOST_ROWS,
            with_months={(key, unit) for unit, potentials in months for key, _ in potentials},
            with_row=with_entries,
            first_rows=_first_rows(figures),
            kinds=[replace(line, title=language.text(line.title)) for line in figures.kinds],
            without_entries=figures.registered_potentials - len(with_entries),
            without_costs=len(with_entries - {each.key for each in figures.pay_backs}),
            pay_back_total=all_together(figures.pay_backs),
            month_reasons=dict(figures.coverage.month.by_reason),
            one_in=settings().sample_one_in,
            hours_per_fte=figures.latest(Name.HOURS_PER_FTE),
            wage=figures.latest(Name.WAGE_DKK_PER_HOUR),
            target_rate=rate,
            goal=closing,
            goal_dkk=closing[1] * Fraction(rate.value) / 1_000_000,
            start=figures.target[0],
            basis=_basis(figures.parameters, language),
            closed=[each for each in figures.months if each.hash],
        )
    )


@cache
def environment_of(language: Language) -> Environment:
    """Kept, since to read the templates takes longer than to fill them. A line's end is a space between sentences."""
    made = environment()
    made.trim_blocks = made.lstrip_blocks = False
    made.add_extension("jinja2.ext.i18n")
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
        language.text, language.texts, newstyle=True
    )
    text = language.text
    made.filters |= {
        "timer": language.hours,
        "fte": language.fte,
        "hundreddele": lambda hundredths: language.fte(Fraction(hundredths, 100)),
        "tal": language.number,
        "kr": language.number,
        "øre": lambda ore: language.number(Fraction(ore, 100)),
        "procent": language.percent,
        "del": lambda part, whole: language.percent(Fraction(part, whole)),
        "fortegn": lambda seconds: f"{'+' if seconds > 0 else ''}{language.hours(seconds)}",
        "måned": language.month,
        "kort": language.short_month,
        "dato": language.day,
        "tidspunkt": lambda instant: language.day(local_date(instant)),
        "fase": lambda phase: text(PHASES[Phase(phase)]),
        "varighed": lambda permanence: text(PERMANENCES[Permanence(permanence)]),
        "aktivitet": lambda activity: text(activity_in_danish(activity)),
        "mangler": lambda reason: text(MISSING[reason]),
        "ord": text,
        "anker": anchor_of,
    }
    return made


def anchor_of(name: str) -> str:
    """A name as the end of an id: `Pension og Ydelser` is `pension-og-ydelser`."""
    return re.sub("[^a-z0-9]+", "-", name.lower().translate(_ASCII)).strip("-")


def _news(figures: Figures, language: Language) -> list[str]:
    """What happened in the month, each kind in a few words; a kind that didn't happen isn't mentioned."""
    new = figures.changes
    counts = {
        "started": len(new.started),
        "approved": len(new.approved),
        "corrected": sum(each.reversed for each in new.corrected),
        "taken home": sum(not each.is_taken_back for each in new.taken_home),
        "not counted": figures.unposted,
    }
    said = [
        language.texts(*NEWS[kind], count).format(count=language.number(count))
        for kind, count in counts.items()
        if count
    ]
    return said or [language.text(NO_NEWS)]


def _first_rows(figures: Figures) -> set[tuple[str, str]]:
    """A potential that changed its unit has two rows; a link to it goes to the first."""
    found: dict[str, str] = {}
    for line in figures.potentials:
        found.setdefault(line.key, line.unit)
    return set(found.items())


def _months_by_unit(figures: Figures) -> list[tuple[str, list[tuple[str, list[tuple[str, Sums]]]]]]:
    """The twelve months' cells, unit by unit and potential by potential."""
    twelve = {each.month for each in figures.months[-12:]}
    units: dict[str, dict[str, list[tuple[str, Sums]]]] = defaultdict(lambda: defaultdict(list))
    for (potential, unit, month), sums in sorted(figures.cells.items()):
        if month in twelve:
            units[unit][potential].append((month, sums))
    return [(unit, list(potentials.items())) for unit, potentials in sorted(units.items())]


def _basis(parameters: tuple[Parameter, ...], language: Language) -> list[dict[str, str]]:
    """Every value there is, with its first day and source, as the page's list of what figures rest on."""
    shown = (*RATES, Name.TARGET_DKK_PER_FTE, Name.TARGET_FTE)
    return [
        {
            "name": language.text(each.name.danish),
            "from": language.day(each.valid_from),
            "value": language.number(
                Fraction(each.value),
                0 if each.value == int(each.value) else -int(each.value.normalize().as_tuple().exponent),
            ),
            "source": each.source,
        }
        for name in shown
        for each in parameters
        if each.name is name
    ]
