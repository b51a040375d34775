"""Where on the server people open one of our forms, with what is known filled in."""

import json
from urllib.parse import quote

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings


def form_address(deployment: str) -> str:
    """The address of a deployment's form (`flow/deployment`), on the server this run reports to; empty when it has none."""
    if get_current_settings().api.url is None:
        return ""
    with get_client(sync_client=True) as client:
        try:
            found = client.read_deployment_by_name(deployment)
        except ObjectNotFound:
            return ""
    return f"/v2/deployments/deployment/{found.id}/run"


def filled_in(address: str, parameter: str, **values: int) -> str:
    """The address with some fields of the form's one parameter filled in."""
    return f"{address}?parameters={quote(json.dumps({parameter: values}, separators=(',', ':')))}"
