"""`gevinst doctor`: what is missing on this machine, and what to do about each thing."""

from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.doctor import examine


def doctor(*, json: AsJson = False) -> int:
    """Look at everything Gevinst needs; exit code 1 when something is to be done."""
    findings = list(examine())
    wrong = [finding for finding in findings if not finding.ok]
    if json:
        print_json([finding.as_json() for finding in findings])
    else:
        rows = [
            ("ok" if each.ok else "NO", each.name, each.detail, "" if each.ok else each.remedy) for each in findings
        ]
        print_table("", ("", "What", "What was seen", "What to do"), rows)
        say(f"{len(wrong)} of {len(findings)} need something done." if wrong else f"All {len(findings)} are well.")
    return 1 if wrong else 0
