"""Optælling: lister over besparelser fra andre systemer.

Starter:   Planen, hver morgen; eller projektkontoret. Et system, der kan tælle, har lagt en liste i mappen.
Resultat:  Hver liste er posteret helt eller slet ikke. Det, der er posteret, ligger i »Modtaget«; resten ligger i »Afvist«
           med en tekstfil, der nævner hver celle og siger, hvad der skal stå. Det, der er posteret før, posteres ikke igen.
Til person: En liste, der er afvist, rettes af den, der har lavet den, og lægges i mappen igen.
Potentiale: står på hver linje i listen.
"""

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.counting import CountingForm, take_in_lists


@flow(name="Optælling", flow_run_name="{bestilling.initialer}", persist_result=False)
def optaelling(bestilling: CountingForm) -> State[None]:
    """Indlæs de lister over besparelser, andre systemer har lagt i mappen."""
    return take_in_lists(bestilling)
