"""Who is in the invented directory: one colleague for each group of the shipped access file, one in two, one in none."""

from dataclasses import dataclass

PASSWORD = "opdigtet-adgangskode"
"""Of every one of them; it opens nothing but the stand-in."""
CLIENT = "gevinst"
OTHER_CLIENT = "et-andet-system"
"""Another application of the municipality's, whose codes are none of ours."""


@dataclass(frozen=True)
class Colleague:
    """Somebody invented."""

    initials: str
    groups: tuple[str, ...]


COLLEAGUES = (
    Colleague("PEN", ("gevinst-pension-og-ydelser",)),
    Colleague("BOR", ("gevinst-borgerservice",)),
    Colleague("KON", ("gevinst-projektkontor",)),
    Colleague("DRI", ("gevinst-drift",)),
    Colleague("LOG", ("gevinst-logkontrol",)),
    Colleague("BEG", ("gevinst-pension-og-ydelser", "gevinst-borgerservice")),
    Colleague("ING", ("kantinen",)),
)
