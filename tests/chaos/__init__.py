"""Chaos: real worker processes run the main job while they are killed, suspended and cut off; then everything is counted.

`make chaos`, or `python -m tests.chaos --kills 500 --database both --seed 331`. What is counted comes from the outside
systems' own databases, never from what the robot says of itself. `test_chaos.py` is the short form.

- `windows.py` names the moments; `plan.py` spreads the kills over them.
- `campaign.py` starts workers (`worker.py`) and strikes; `caseworker.py` answers what they ask.
- `transactions.py` and `acts.py` see every place a worker passes, from outside the product's code.
- `counting.py` holds PENSYS, the mailbox, Digital Post and the ledger against each other.
"""
