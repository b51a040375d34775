"""PENSYS: an invented old case system, as they really are. OPDIGTET: it belongs to nobody and holds nobody's data.

`python -m sandbox.legacy --port N --database FILE [--slow-ms N] [--session-seconds N]`; tests use `server.running`.
Everything it knows lies in one SQLite file (`state.py`), so a test can count cases and files and arm faults. Account and
password: `app.ACCOUNT`, `app.PASSWORD`. `app.py` is the door; behind it each module of pages is a group of its own.

Old on purpose: a frameset, postbacks with a hidden view state (`__EVENTTARGET`, `__EVENTARGUMENT`, `__VIEWSTATE`), a
session that expires, `confirm()` before saving, tables of five rows a page, ISO-8859-1 forms, file upload, no API, and
no duplicate check or one-time token that would hide a resend. A URL does not get past the login.

Pages, told by their `h1`:

- `/`: *Log på*. Fields Bruger, Adgangskode; button Log på; `#fejl` when refused.
- `/pensys`: the frameset, with the frames `menu` (*Menu*: links Søg borger, Sagsliste, Ydelsesoversigt, Breve, Ny
  henvendelse, Log af) and `indhold`, where the rest comes:
- *Søg borger*: fields CPR-nummer, Ekstern reference; button Søg. Then `#antal`, `#soegt-cpr` and `#soegt-reference`
  (what was searched for), and the table `#borgere` with the link Vælg.
- *Borger*: `#stamdata`; the table `#registreringer` with the link Vis; the link Registrér bilag.
- *Registrér bilag*: the form; the button Gem asks "Gem bilaget på borgerens sag?"; `#fejl` when a value is refused. The button
  Find udbyder... opens a window of its own:
- *Find udbyder*, in that window: field Navn eller CVR; button Søg; the table `#udbydere`, whose link Vælg writes CVR and
  Behandler into the form it was opened from, and closes the window.
- *Kvittering*: `#nummer`, as `HT-2026-000123`.
- *Registrering*: `#oplysninger`, every field read back; fields Fil, Bemærkning; the button Journalisér asks "Journalisér
  filen?"; the table `#filer`.
- *Sagsliste* (`case_list.py`): a WebForms grid, ids and event targets as ASP.NET makes them; field År, button Vis; the headers
  are links that sort, and sort the other way round the second time; twenty of 2,000 rows a page. The table's own last row
  holds the page numbers, ten at a time, and `...` for the next ten.
- *Ydelsesoversigt* (`overviews.py`): field CPR-nummer, button Vis; then the iframe `borger` with the years as links, and in
  it the iframe `aar` with the table `#ydelser`.
- *Breve*: field CPR-nummer, button Vis; the table `#breve`; the link Åbn shows a PDF in a new window, Hent saves it.
- *Ny henvendelse* (`desk.py`): fields Emne, Modtaget, Tekst; button Opret; then *Henvendelse oprettet* with `#nummer`, or
  *Fejl i indtastning*, whose link Tilbage leads to the form, empty. So does the browser's own Back.
- In place of any of them: *Log på* with the title "PENSYS - Session udløbet" and the text "Sessionen er udløbet. Log på
  igen."; *Serverfejl* with status 500; *Lukket*, in place of the login as well, with status 200.

Under each table of the citizens' pages `#sider` says `Side 1 af 3 - 12 i alt`, with links Forrige and Næste.
Actions, which a fault's `match` may name: `login`, `soeg`, `soegside`, `vaelg`, `side`, `nyt`, `gem`, `vis`, `filside`,
`upload`, `opret`; so may any text of the request or of the page's memory, a path or a CPR number for one.

Faults (`sandbox.web.faults`):

- DROP_BEFORE_SAVE, DROP_AFTER_SAVE: at `gem`, `upload` and `opret`. ERROR_500, SLOW, EXPIRE_SESSION: anywhere.
- CHANGED_LABEL: *Beløb* is *Bevilget sum* on *Registrér bilag*, *Sagsbeløb* on *Sagsliste*.
- SEARCH_IGNORES: at `soeg`, at `/sagsliste` and at `/udbyder` everything comes, whatever was searched for.
- SLOW_DOWNLOAD: a letter takes two seconds to come, in small pieces.
- NOTICE: at `login`; *Vigtig meddelelse* stands in place of the frameset and of everything else until its button OK.
- MAINTENANCE: "PENSYS er lukket for natlig vedligeholdelse kl. 02-05" (with a dash), status 200.
"""
