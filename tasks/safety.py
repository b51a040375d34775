"""What every worker process installs before its first case: redaction on each log handler and on Prefect's own client."""

from gevinst.redaction import install_redaction
from tasks.choke_point import install_choke_point


def make_safe() -> None:
    """Install both; safe to call at the start of every run."""
    install_redaction()
    install_choke_point()
