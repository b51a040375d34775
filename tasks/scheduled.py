"""Whether the run under way was started by a schedule, and not by a person."""

from prefect.runtime import flow_run


def was_scheduled() -> bool:
    """Asked within a flow."""
    return "auto-scheduled" in (flow_run.get_tags() or [])
