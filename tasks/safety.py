"""What every worker process does before its first case: redaction on each log handler and on Prefect's own client.

And where production is on, a look at whether what that asks of a worker is there: a run may be started by hand as well.
"""

from gevinst.production import Part, must_be_ready
from gevinst.redaction import install_redaction
from tasks.choke_point import install_choke_point


def make_safe() -> None:
    """Install both; safe to call at the start of every run.

    Raises:
        NotReady: Production is on and something is missing.
    """
    install_redaction()
    install_choke_point()
    must_be_ready(Part.WORKER)
