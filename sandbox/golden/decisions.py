"""What a committee decided, as the minutes of a municipality's meetings have it, with the truth."""

import random
from datetime import date, timedelta

from gevinst.codes import Code
from sandbox.golden import writing
from sandbox.golden.sheet import Item, Sheet

TEMPLATE = "meeting-decision"
_COMMITTEES = (
    "Social- og Ældreudvalget",
    "Teknik- og Miljøudvalget",
    "Økonomiudvalget",
    "Børne- og Skoleudvalget",
    "Kultur- og Fritidsudvalget",
    "Udvalget for Sundhed & Ældre",
)
_UNITS = ("Teknik og Miljø", "Borgerservice", "Ældre og Handicap", "Børn og Unge", "Økonomi og Løn", "Plan, Byg og Vej")
_MATTERS = (
    "Anlægsbevilling til ny cykelsti på Prøvevej",
    "Godkendelse af kvalitetsstandard for hjemmepleje 2027",
    "Takster for madservice",
    "Lokalplan 123 – Boliger ved Demosund",
    "Budgetopfølgning pr. 31. marts",
    "Høring om ændret skoledistrikt for Eksempelby Skole og Prøverup Skole i skoleåret 2027/28",
)
_DECISIONS = (
    "Godkendt.",
    "Udvalget godkendte indstillingen.",
    "Indstillingen blev tiltrådt med den tilføjelse, at forvaltningen orienterer udvalget igen efter sommerferien.",
    "Udvalget besluttede at udsætte sagen til næste møde og bad forvaltningen om en oversigt over udgifterne i 2026 og 2027.",
    "Udvalget anbefaler over for Økonomiudvalget og Byrådet, at der gives en anlægsbevilling, og at beløbet finansieres af "
    "den afsatte pulje. Et mindretal stemte imod. Forvaltningen afrapporterer ved årets udgang, når regnskabet foreligger.",
)
_LABELS = {
    "committee": ("Udvalg", "Udvalgets navn", "Mødeforum"),
    "meeting_date": ("Mødedato", "Dato for møde", "Møde afholdt"),
    "item_number": ("Punkt nr.", "Punktnummer", "Dagsordenspunkt nr."),
    "item_title": ("Sagens titel", "Overskrift", "Sag"),
    "case_number": ("Sagsnr.", "Sagsnummer", "Journalnr.", "Sags-ID"),
    "decision": ("Beslutning", "Beslutningstekst", "Udvalgets beslutning"),
    "unit": ("Ansvarlig enhed", "Ansvarlig afdeling", "Ansvarligt område"),
    "deadline": ("Frist", "Frist for opfølgning", "Opfølgningsfrist"),
}
_TAGS = {
    "committee": "udvalg",
    "meeting_date": "moededato",
    "item_number": "punktnr",
    "item_title": "punkttitel",
    "case_number": "sagsnr",
    "decision": "beslutning",
    "unit": "ansvarligEnhed",
    "deadline": "frist",
}


def sheet(chance: random.Random) -> Sheet:
    """An ordinary decision; some without a deadline."""
    met = date(2026, 1, 5) + timedelta(days=chance.randrange(300))
    deadline = met + timedelta(days=chance.randrange(10, 120))
    case = f"{chance.randrange(0, 33):02}.{chance.randrange(0, 99):02}.{chance.randrange(0, 99):02}"
    case += f"-{chance.choice('GPKA')}{chance.randrange(1, 30):02}-{chance.randrange(1, 900)}-{chance.choice((25, 26))}"
    values = {
        "committee": (chance.choice(_COMMITTEES), ""),
        "meeting_date": (writing.day(chance, met), met.isoformat()),
        "item_number": (str(chance.randrange(1, 40)), ""),
        "item_title": (chance.choice(_MATTERS), ""),
        "case_number": (case, ""),
        "decision": (chance.choice(_DECISIONS), ""),
        "unit": (chance.choice(_UNITS), ""),
        "deadline": (writing.day(chance, deadline), deadline.isoformat()),
    }
    if chance.random() < 0.2:
        del values["deadline"]
    items = [
        Item(chance.choice(_LABELS[name]), text, name, value, tag=_TAGS[name]) for name, (text, value) in values.items()
    ]
    items.insert(2, Item("Mødested", "Mødelokale 2, Rådhuset", tag="moedested"))
    return Sheet(
        template=TEMPLATE,
        kind="beslutning",
        title=chance.choice(("Beslutningsreferat", "Beslutningsprotokol", "Udskrift af beslutning")),
        items=tuple(items),
        head=("Prøveby Kommune",),
        foot=("Rådhuspladsen 1, 4400 Eksempelby",),
    )


def doubtful(chance: random.Random) -> Sheet:
    """Minutes of two items: nobody knows which of them is meant."""
    ordinary = sheet(chance)
    (number,) = [item for item in ordinary.items if item.field == "item_number"]
    again = number._replace(text=str(int(number.text) + 1), field="")
    return ordinary.doubtful(Code.CONFLICTING_VALUES, items=(*ordinary.items, again))
