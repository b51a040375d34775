"""A case that has a citizen, an upload and secrets at every entrance of a page, before it fails."""

from connectors.browser.case import CaseContext
from tests.connectors.browser.serving import Site

NAME, CPR = "Jørgen Rønnebærsen", "0702481239"
OTHER_BIRTH, OTHER_SERIAL = "110539", "1247"
"""Of somebody nobody knows to be on the page; no element holds all of it."""
PASSWORD = "Sommer-i-Eksempelby-42"
SESSION = "s3ss10n-0f-th3-r0b0t"
TREATMENT = "Tandkrone 4+5"
UPLOADED = "Regning for en tandkrone til en borger"
STRANGER = "Birthe Hasselriis"
"""Somebody else in a table; no name the case knows."""

PLANTED = (NAME, *NAME.split(), CPR, OTHER_BIRTH, PASSWORD, SESSION, TREATMENT, UPLOADED, STRANGER)
KNOWN = (NAME, *NAME.split())

MAIN = f"""<title>Borger {NAME}</title><style>h1::after {{ content: "{CPR}" }}</style>
<h1 title="{NAME}">Borgerens sag</h1><h2>{NAME.upper()}, CPR {CPR[:6]}-{CPR[6:]}</h2>
<p id="borger-{CPR}" data-navn="{NAME}">Kære <b>Jørgen</b> <i>Rønnebærsen</i>,
<span>{OTHER_BIRTH}</span>-<span>{OTHER_SERIAL}</span></p>
<table><tr><th>Navn</th><th>CPR-nummer</th></tr><tr><td title="{STRANGER}">{STRANGER}</td><td>{CPR}</td></tr></table>
<a href="/borger/{CPR}?navn={NAME}">Vis {CPR}</a> <a href="javascript:vis('{NAME}')">Vis</a>
<img alt="{NAME}" src="/billede.png?cpr={CPR}">
<form method="get" action="/soeg" accept-charset="iso-8859-1"><label>Navn <input name="navn"></label><button>Søg</button></form>
<form method="post" action="/gem" enctype="multipart/form-data"><label>Kode <input type="password" name="kode"></label>
<label>Behandling <input name="behandling"></label><label>Note <textarea name="note"></textarea></label>
<label>Art <select name="art"><option>Vælg<option>{NAME}</select></label>
<label>Fil <input type="file" name="fil"></label><button>Gem</button></form>
<iframe name="inde" src="/inde"></iframe><button onclick="window.open('/vindue?cpr={CPR}')">Åbn</button>
<script>console.log("kunde {NAME}, {STRANGER}", {{cpr: "{CPR}"}}); console.error("fejl for {NAME} {CPR}: 42 rækker");
localStorage.setItem("kunde", "{NAME}");
fetch("/data.json?cpr={CPR}", {{method: "POST", body: JSON.stringify({{navn: "{NAME}"}})}});
setTimeout(() => {{ throw new Error("kunde {NAME} mangler") }})</script>"""


def work_through(case: CaseContext, site: Site) -> None:
    """Do what robots do: open, search, type, choose, upload, save, and open another window."""
    site.pages |= {
        "/": MAIN,
        "/inde": f"<title>{NAME}</title><body>Inde: {NAME} ({CPR})</body>",
        f"/vindue?cpr={CPR}": f"<h1>Vindue</h1><p>{NAME}</p><td>{CPR}</td>",
        f"/data.json?cpr={CPR}": f'{{"navn": "{NAME}", "cpr": "{CPR}"}}',
        "/gem": f"<h1>Kvittering</h1><p>{NAME}, {CPR}</p><p>{TREATMENT}</p>",
    }
    site.headers["/"] = {"Set-Cookie": f"sid={SESSION}; HttpOnly"}
    page = case.page
    page.goto(f"{site.url}/")
    page.get_by_label("Navn", exact=True).fill(NAME)
    with page.expect_navigation():
        page.get_by_role("button", name="Søg").click()
    page.goto(f"{site.url}/")
    page.get_by_label("Kode").fill(PASSWORD)
    page.get_by_label("Behandling").press_sequentially(TREATMENT)
    page.get_by_label("Note").fill(f"{NAME}\n{CPR[:6]}-{CPR[6:]}")
    page.get_by_label("Art").select_option(NAME)
    page.get_by_label("Fil").set_input_files(
        {"name": f"{CPR}.txt", "mimeType": "text/plain", "buffer": UPLOADED.encode()}
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Gem").click()
    page.locator("p").first.inner_text()
    page.goto(f"{site.url}/")
    with case.expect_window() as window:
        page.get_by_role("button", name="Åbn").click()
    page.frame_locator("iframe").locator("body").inner_text()
    window.page.wait_for_load_state()
