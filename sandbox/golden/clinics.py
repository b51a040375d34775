"""Estimates, bills and referrals as clinics and opticians send them, with the truth."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from gevinst.codes import Code
from gevinst.values.amount import format_amount
from sandbox.golden import writing
from sandbox.golden.sheet import Item, Sheet, Table
from sandbox.people import ORDINARY, Person
from sandbox.post.paper import valid_cvr

TEMPLATE = "helbredstillaeg"
_TITLES = {
    "prisoverslag": ("Prisoverslag", "Behandlingsoverslag", "Tandlægeoverslag", "Overslag på behandling"),
    "regning": ("Regning", "Faktura", "Tandlægeregning", "REGNING"),
    "bilag": ("Henvisning", "Lægeerklæring"),
}
_AMOUNTS = {
    "prisoverslag": ("Anslået pris i alt", "Anslået pris", "Samlet pris", "I alt"),
    "regning": ("I alt at betale", "I alt inkl. moms", "Beløb i alt", "At betale", "I alt", "Total"),
}
_NAMES = ("Patientens navn", "Borgerens navn", "Patient", "Navn", "Kunde")
_CPRS = ("CPR-nr.", "CPR-nummer", "CPR nr.", "CPR", "Personnummer")
_WHAT = ("Behandling", "Ydelse", "Vedrører")
_DAYS = ("Dato for behandling", "Behandlingsdato", "Ydelsesdato")
_WHERE = ("Klinik", "Behandlingssted", "Behandler", "Udsteder")
_CVRS = ("CVR-nr.", "CVR", "CVR-nummer", "CVR nr.")
_CLINICS = (
    "Tandklinikken Prøvetand",
    "Optik Sandkassen ApS",
    "Fodplejen Eksempel v/ Østergaard",
    "Høreklinikken Opdigtet",
    "Tandlægerne på Tænkt Plads I/S",
    "Æblegårdens Fodterapi & Sårpleje",
)
_TREATMENTS = (
    "Tandprotese, overmund",
    "Briller med slebne glas",
    "Fodbehandling",
    "Tandrensning og fyldning",
    "Rodbehandling, tand 16",
    "Høreapparat (2 stk.)",
    "Krone på tand 14 og ny fyldning i tand 15",
    "Hel protese i over- og undermund med udtrækning af 6 tænder",
    "Fodbehandling af diabetiker inkl. indlæg og aflastning af højre fod efter lægens anvisning",
)


def sheet(chance: random.Random) -> Sheet:
    """An ordinary document; every eighth is a referral, which needs no amount."""
    return _sheet(chance, chance.choice(("prisoverslag", "prisoverslag", "regning", "regning", "regning", "bilag")))


def _sheet(chance: random.Random, kind: str) -> Sheet:
    person = chance.choice(ORDINARY)
    clinic = chance.choice(_CLINICS)
    held = date(2026, 1, 5) + timedelta(days=chance.randrange(300))
    cvr = valid_cvr(f"{chance.randrange(2_000_000, 3_900_000)}0")
    who = [
        Item(chance.choice(_NAMES), person.name, "citizen_name", tag="navn"),
        Item(chance.choice(_CPRS), writing.cpr(chance, person.cpr), "cpr", _formatted(person), tag="cpr"),
    ]
    what = [
        Item(chance.choice(_WHAT), chance.choice(_TREATMENTS), "treatment", tag="behandling"),
        Item(
            chance.choice(_DAYS), writing.day(chance, held), "treatment_date", held.isoformat(), tag="behandlingsdato"
        ),
    ]
    provider = [
        Item(chance.choice(_WHERE), clinic, "provider_name", tag="klinik"),
        Item(chance.choice(_CVRS), writing.cvr(chance, cvr), "provider_cvr", cvr, tag="cvr"),
    ]
    table: Table | None = None
    totals: tuple[Item, ...] = ()
    if kind != "bilag":
        table, totals = _priced(chance, kind)
        if table is None:
            what, totals = [*what, *totals], ()
    groups = [who, what, provider, _beside(chance, kind)]
    if chance.random() < 0.3:
        chance.shuffle(groups)
    return Sheet(
        template=TEMPLATE,
        kind=kind,
        title=chance.choice(_TITLES[kind]),
        items=tuple(item for group in groups for item in group),
        head=(clinic, "Prøvevej 1, 4400 Eksempelby", "Tlf. 99 99 00 11"),
        words=("Vi tager forbehold for ændringer undervejs.", "Med venlig hilsen", clinic),
        foot=("Åbningstider: mandag til torsdag kl. 8-16, fredag kl. 8-12.",),
        table=table,
        totals=totals,
    )


def _formatted(person: Person) -> str:
    return f"{person.cpr[:6]}-{person.cpr[6:]}"


def _priced(chance: random.Random, kind: str) -> tuple[Table | None, tuple[Item, ...]]:
    """The amount, and on some papers the lines it is the sum of."""
    parts = [Decimal(chance.randrange(10_000, 400_000)) / 100 for _ in range(chance.randrange(2, 5))]
    if chance.random() < 0.2:
        parts = [part.quantize(Decimal(1)) for part in parts]
    total = sum(parts, Decimal(0))
    label = chance.choice(_AMOUNTS[kind])
    item = Item(label, writing.amount(chance, total), "amount", f"{total:.2f}", tag="beløb")
    if chance.random() < 0.6:
        return None, (item,)
    names = ("Undersøgelse", "Materialer", "Laboratorium", "Røntgen", "Bedøvelse")
    rows = tuple((names[place], "1", format_amount(part)) for place, part in enumerate(parts))
    return Table(("Specifikation", "Antal", "Pris"), rows, frozenset({1, 2})), (item,)


def _beside(chance: random.Random, kind: str) -> list[Item]:
    """What else stands on such papers, and is never to be taken for anything."""
    items = [
        Item("Telefon", writing.phone(chance, "99990011")),
        Item("E-mail", "kontakt@klinik.example"),
        Item("Journalnr.", str(chance.randrange(10_000, 99_999))),
        Item("Ansvarlig læge", "Opdigtet Læge"),
        Item("Ref.", "LMN"),
        Item("Bankkonto", "1234 0001234567"),
        Item("Adresse", "Prøvevej 1, 4400 Eksempelby"),
    ]
    if kind == "regning":
        items += [Item("Fakturanr.", str(chance.randrange(1000, 99_999))), Item("Heraf moms", "0,00")]
    return chance.sample(items, chance.randrange(0, 4))


def doubtful(chance: random.Random) -> Sheet:
    """A document with something on it that nobody may settle but a person."""
    ordinary = _sheet(chance, "regning")
    make = chance.choice(_DOUBTS)
    return make(chance, ordinary)


def _two_amounts(chance: random.Random, ordinary: Sheet) -> Sheet:
    (paid,) = [item for item in (*ordinary.items, *ordinary.totals) if item.field == "amount"]
    other = Decimal(paid.truth) + chance.choice((1, 10, 100, -1))
    label = next(label for label in ("Samlet pris", "I alt", "Total") if label != paid.label)
    second = Item(label, writing.amount(chance, other))
    return ordinary.doubtful(Code.CONFLICTING_AMOUNTS, items=(*ordinary.items, second))


def _credit(chance: random.Random, ordinary: Sheet) -> Sheet:
    """The minus stands before, behind, or as brackets: what must never be lost."""
    minus = chance.choice(("-{}", "\u2212{}", "- {}", "{}-", "({})", "kr. -{}"))
    items, totals = (
        tuple(
            item._replace(text=minus.format(format_amount(Decimal(item.truth)))) if item.field == "amount" else item
            for item in each
        )
        for each in (ordinary.items, ordinary.totals)
    )
    return ordinary.doubtful(Code.CHECK_FAILED, items=items, totals=totals)


def _without_cpr(_: random.Random, ordinary: Sheet) -> Sheet:
    return ordinary.doubtful(Code.CPR_MISSING, items=tuple(item for item in ordinary.items if item.field != "cpr"))


def _of_two(chance: random.Random, ordinary: Sheet) -> Sheet:
    held = {item.truth for item in ordinary.items}
    other = chance.choice([each for each in ORDINARY if _formatted(each) not in held])
    return ordinary.doubtful(
        Code.SEVERAL_CITIZENS, words=(f"Gælder også ægtefællen, CPR-nr. {_formatted(other)}.", *ordinary.words)
    )


_DOUBTS: tuple[Callable[[random.Random, Sheet], Sheet], ...] = (_two_amounts, _credit, _without_cpr, _of_two)
