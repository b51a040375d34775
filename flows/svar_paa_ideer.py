"""Svar på idéer.

Starter:   Projektkontoret har svaret på idéer (`gevinst ideas answer`).
Resultat:  Den, der foreslog idéen, har fået en mail med nummer, titel, svar og grund.
Til person: En mail, robotten ikke ved, om den fik sendt. Den, der ikke har en kendt adresse, får ingen mail og står i
           `gevinst ideas list`.
Potentiale: intet; et svar til en kollega frigør ingen tid.
"""

from prefect import flow

from gevinst.potentials.idea_mail import QUEUE
from tasks.answering_ideas import GIVEN_ANSWERS, mail_answer
from tasks.forms import RunForm
from tasks.running import case_run


@flow(
    name="Svar på idéer",
    flow_run_name="{bestilling.art} · {bestilling.initialer}",
    persist_result=False,
)
def svar_paa_ideer(bestilling: RunForm) -> None:
    """Send projektkontorets svar til dem, der har foreslået et potentiale."""
    with case_run(QUEUE, GIVEN_ANSWERS, bestilling) as run:
        for case in run:
            with case:
                mail_answer()
