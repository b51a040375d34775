"""Sager der venter: dagens mail.

Starter:   Planen, hver hverdag morgen, når kommunen ikke holder lukket.
Resultat:  Hver enhed, som nogen sager venter hos, har fået én mail med, hvor mange der venter, hvor mange der har overskredet
           fristen, den ældste, og et link. Ingen navne, numre eller grunde.
Til person: En mail, robotten ikke ved, om den fik sendt.
Potentiale: intet; at sige til frigør ingen tid.
"""

from prefect import flow

from gevinst.desk.digest import QUEUE
from tasks.digest import UNITS_TO_TELL, mail_digest
from tasks.forms import RunForm
from tasks.running import case_run


@flow(
    name="Sager der venter: dagens mail",
    flow_run_name="{bestilling.art} · {bestilling.initialer}",
    persist_result=False,
)
def sager_der_venter(bestilling: RunForm) -> None:
    """Fortæl hver enhed én gang om dagen, hvor mange sager der venter."""
    with case_run(QUEUE, UNITS_TO_TELL, bestilling) as run:
        for case in run:
            with case:
                mail_digest()
