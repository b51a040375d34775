"""Svar på stikprøve.

Starter:   En sagsbehandler har kontrolleret en sag, som robotten har klaret, og som er udtaget til stikprøve.
Resultat:  Svaret er gemt. Tiden til at rette en fejl er trukket fra det, robotten har frigjort.
Potentiale: intet; kontrollen gælder de andre processer.
"""

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.sampling import SampleForm, give_finding


@flow(
    name="Svar på stikprøve",
    flow_run_name="{svar.sag}: {svar.resultat} · {svar.initialer}",
    persist_result=False,
)
def svar_paa_stikproeve(svar: SampleForm) -> State[None]:
    """Svar på, om robotten gjorde det rigtigt i en sag, der er udtaget til stikprøve."""
    return give_finding(svar)
