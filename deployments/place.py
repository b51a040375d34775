"""Put pool, automations and deployments in place: `python -m deployments.place --api URL`. Safe to repeat."""

import argparse
import asyncio
import os
import subprocess
import sys
from pathlib import Path

import yaml

from deployments.environment import POOL, ROOT, environment
from deployments.starting import plainly

AUTOMATIONS = Path(__file__).with_name("automations.yaml")


async def place() -> None:
    """Create what is missing and bring the rest up to date."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.events.schemas.automations import AutomationCore

    async with get_client() as client:
        pool = WorkPoolCreate(name=POOL, type="process", description="Gevinsts kørsler")
        await client.create_work_pool(pool, overwrite=True)
        known = {automation.name: automation for automation in await client.read_automations()}
        for data in yaml.safe_load(AUTOMATIONS.read_text(encoding="utf-8")):
            automation = AutomationCore.model_validate(data)
            if automation.name in known:
                await client.update_automation(known[automation.name].id, automation)
            else:
                await client.create_automation(automation)


def main() -> None:
    """Place everything on the server the option names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", required=True)
    options = parser.parse_args()
    with plainly():
        settings = environment(options.api)
    os.environ.update(settings)
    asyncio.run(place())
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    subprocess.run(command, cwd=ROOT, env=settings, check=True)


if __name__ == "__main__":
    main()
