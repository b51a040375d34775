"""The catalogue's own names: the headings of its Excel file in order, its fields' names, its phases; and which are ours.

Source: OS2autoproces/os2autoproces-backend (MPL 2.0), `ProcessXlsView.java`, `Process.java` and its enums, read in 2026. Its
file has the answers to the two questions about freed time and about how far it can be automated in each other's columns;
neither is used here. Its expected hours are cut to whole ones; here they are computed anew from the three numbers.
"""

import re
from collections.abc import Iterable

from gevinst.potentials.potential import Phase

SHEET = "Processer"
LONGEST_TITLE, LONGEST_SUMMARY = 65, 140
ADDRESS = "https://www.os2autoproces.eu/details/"
"""Where a process is shown, followed by its number; the first of the links in the catalogue's own file."""

ID, TITLE, SUMMARY, PHASE, STATUS = "ID", "Titel", "Resumé", "Fase", "Status"
REPORTER, OWNER, CONTACT, UNITS, KLE = "Indberetter", "Faglig kontaktperson", "Kontaktperson", "Afdelinger", "KLE-nr"
CREATED, CHANGED = "Oprettet", "Sidst opdateret"
VOLUME, MINUTES = "Antal gange processen foretages årligt", "Tidsforbrug pr. proces i minutter"
SHARE, MANUAL_HOURS = "Forventet automatiseringsgrad", "Manuelt tidsforbrug i timer"
HOURS, TECHNOLOGY = "Forventet årlig effektiviseringspotentiale", "Anvendt teknologi"
STARTED, STOPPED = "Løsningen sat i drift", "Løsningen taget ud af drift"
CASE, LINKS, NOTES = "Sagsreference i ESDH", "Links", "Interne Noter"
HEADINGS = (
    *(ID, TITLE, SUMMARY, PHASE, STATUS, "Statustekst", REPORTER, OWNER, CONTACT, "Mail", "Anden kontakt information"),
    *("Tilknyttede personer", "Synlighed", "Fagområder", UNITS, "Myndighed", "Leverandør", "Lovparagraf", KLE, "KL ID"),
    *("KL's Arbejdsgangsbank", "Beskrivelse", "Idéer til løsning", "Udfordringer i den nuværende proces"),
    *("Nuværende systemer", "Andre nuværende systemer", CREATED, CHANGED, VOLUME, MINUTES, SHARE, MANUAL_HOURS, HOURS),
    *("Antal medarbejdere der foretager processen", "Er borgere påvirket", "Er virksomheder påvirket"),
    *("Forventet timeforbrug på udvikling", "Kommentarer til tidsforbrug"),
    "I hvor høj grad indgår der faglig vurdering i processen?",
    "I hvor høj grad er processen præget af hyppige ændringer?",
    "I hvor høj grad er processen baseret på struktureret information?",
    "Er der variation i den måde processen løses?",
    "Er de data og informationer, der skal bruges i processen, tilgængelige digitalt i IT-systemer?",
    "Vil en automatiseret løsning bidrage til en højere kvalitet, som er mere ensrettet og med færre fejl?",
    "Vil en automatiseret løsning bidrage til en hurtigere og mere fyldestgørende service?",
    "Vil automatisering frigive tid og nedbringe rutineopgaver, som skaber en bedre trivsel blandt medarbejderne?",
    "I hvor høj grad vurderes det at processen kan automatiseres?",
    *("Teknisk implementering", "Organisatorisk implementering", TECHNOLOGY, "Skedulering"),
    *("Automatiseringen anvender følgende systemer/snitflader", "Beskrivelse af automatisering"),
    *("I hvor høj grad indfriede løsningen de forventede gevinster?", "Sidst kontrolleret i forhold til §"),
    *(STARTED, STOPPED, "Kommentar til realiseret gevinster", CASE, LINKS, "Bilag", NOTES),
)
FIELD_NAMES = {
    ID: "id",
    TITLE: "title",
    SUMMARY: "shortDescription",
    PHASE: "phase",
    STATUS: "status",
    OWNER: "owner",
    CONTACT: "contact",
    UNITS: "orgUnits",
    KLE: "kle",
    VOLUME: "timeSpendOccurancesPerEmployee",
    MINUTES: "timeSpendPerOccurance",
    SHARE: "timeSpendPercentageDigital",
    HOURS: "timeSpendComputedTotal",
    STARTED: "putIntoOperation",
    STOPPED: "decommissioned",
    CASE: "esdhReference",
    LINKS: "links",
    CREATED: "created",
    CHANGED: "lastChanged",
    TECHNOLOGY: "technologies",
    NOTES: "internalNotes",
}
"""What a heading is called in the catalogue's interface; in spite of its name the volume is a year's, not an employee's."""
OURS = {
    TITLE: "Titel",
    UNITS: "Enhed",
    OWNER: "Ejer",
    CONTACT: "Digital agent",
    TECHNOLOGY: "Art",
    PHASE: "Fase",
    VOLUME: "Volumen pr. år",
    SHARE: "Forventet andel (%)",
    MINUTES: "Forventede minutter pr. sag",
    KLE: "KLE-emne",
    LINKS: "Links",
    CASE: "Sag i ESDH",
    ID: "Id",
}
"""Our heading of what both have."""

PHASES = {
    "Idé": Phase.IDEA,
    "Foranalyse": Phase.ANALYSED,
    "Specifikation": Phase.APPROVED,
    "Udvikling": Phase.BUILDING,
    "Implementering": Phase.BUILDING,
    "Drift": Phase.IN_OPERATION,
    "Taget ud af drift": Phase.CLOSED,
}
PHASE_NAMES = {
    "Idé": "IDEA",
    "Foranalyse": "PREANALYSIS",
    "Specifikation": "SPECIFICATION",
    "Udvikling": "DEVELOPMENT",
    "Implementering": "IMPLEMENTATION",
    "Drift": "OPERATION",
    "Taget ud af drift": "DECOMMISSIONED",
}
REJECTED = "Afvist"
GIVEN_UP = (REJECTED, "Mislykket", "Ikke relevant mere")
"""The states of what never came into operation that are our phase *afvist*."""


def their_phase(phase: Phase) -> str:
    """The catalogue's word for a phase of ours; it knows *afvist* as a state only."""
    return next(name for name, ours in PHASES.items() if ours is phase)


def address(number: int | str) -> str:
    """Where a process is shown."""
    return f"{ADDRESS}{number}"


def number_in(links: Iterable[str]) -> str | None:
    """The catalogue's number of a potential, by the link to it."""
    found = (re.fullmatch(rf"{re.escape(ADDRESS)}(\d{{1,6}})/?", link) for link in links)
    return next((match[1] for match in found if match), None)
