"""Månedsrapport.

Starter:   Planen, på månedens 3. arbejdsdag, for måneden før; eller projektkontoret, for en hvilken som helst måned, der er slut.
Resultat:  Rapporten over registreret frigjort tid ligger i mappen med rapporter som side, Excel-fil og PDF, og er sendt én
           gang til projektkontor og direktør. Er tallene ændret siden, sendes en rettet udgave. Kørslens side har tallene.
Afgør:     Ingenting. Ingen måned lukkes, og intet posteres; er måneden ikke lukket, siger rapporten det.
Til person: Er det usikkert, om mailen gik, stilles et nummereret spørgsmål.
Potentiale: intet; det er regnskabet over de andre processer.
"""

from prefect import flow
from prefect.client.schemas.objects import State

from tasks.month_form import MonthForm
from tasks.monthly import make_month_report


@flow(
    name="Månedsrapport",
    flow_run_name="{bestilling.maaned} · {bestilling.initialer}",
    persist_result=False,
)
def maanedsrapport(bestilling: MonthForm) -> State[None]:
    """Lav månedens rapport over registreret frigjort tid, og send den."""
    return make_month_report(bestilling)
