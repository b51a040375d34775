"""What people write in the mail itself: the ordinary few lines, and what a person must read."""

ORDINARY = (
    "Hej\n\nHermed fremsendes prisoverslag.\n\nMed venlig hilsen\n{provider}\nTlf. 99 99 00 11",
    "Kære kommune\n\nVedhæftet regning til videre behandling.\n\nVenlig hilsen\n{provider}",
    "Se venligst vedhæftede.\n\nMed venlig hilsen\nReceptionen\n{provider}\nwww.klinik.example",
    "Goddag\n\nHermed fremsendes regning vedr. helbredstillæg.\n\nMvh\n{provider}",
)
COMPLAINT = (
    "Hej\n\nVedhæftet regning.\n\nJeg vil samtidig klage over jeres sidste afgørelse. Den er forkert.\n\n"
    "Venlig hilsen\n{provider}"
)
ACCESS = "Hej\n\nHermed fremsendes regning.\n\nMed venlig hilsen\n{provider}\n\nP.S. Jeg ønsker aktindsigt i min sag."
CRY_FOR_HELP = (
    "Kære kommune\n\nSe vedhæftede.\n\nJeg kan ikke mere og ved ikke, hvem jeg ellers skal skrive til.\n\nHilsen"
)
AUTO_REPLY = "Jeg er på ferie til den 1. december."
BOUNCE = "Din mail kunne ikke leveres."
NEWSLETTER = "Månedens tilbud på brillestel!"
