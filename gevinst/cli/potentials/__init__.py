"""`gevinst potentials import|export|list|show|time|review`: the register the savings are counted against. Speaks Danish."""

from cyclopts import App

from gevinst.cli.potentials.exchanging import export, import_
from gevinst.cli.potentials.reviewing import review
from gevinst.cli.potentials.showing import list_, show
from gevinst.cli.potentials.timing import time

app = App(name="potentials", help="The register of potentials and their baselines.")
app.command(import_, name="import")
app.command(export)
app.command(list_, name="list")
app.command(show)
app.command(review)
app.command(time)
