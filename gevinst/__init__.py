"""The core: register, ledger, work items, values, limited child process, reports, settings and command line.

It knows no Prefect, no browser and no mail. Everything above (connectors, tasks, flows) may import it.
"""

__version__ = "0.1.0"
