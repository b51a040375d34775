"""PENSYS: an invented old case system, as they really are. OPDIGTET: it belongs to nobody and holds nobody's data.

`python -m sandbox.legacy --port N --database FILE [--slow-ms N] [--session-seconds N]`; tests use `server.running`.
Everything it knows lies in one SQLite file (`state.py`), so a test can count cases and files and arm faults.

Old on purpose: a frameset, postbacks with a hidden view state (`__EVENTTARGET`, `__EVENTARGUMENT`, `__VIEWSTATE`), a
session that expires, `confirm()` before saving, tables of five rows a page, ISO-8859-1 forms, file upload, no API, and
no duplicate check or one-time token that would hide a resend. A URL does not get past the login.

Pages, told by their `h1`:

- `/`: *Log på*. Fields Bruger, Adgangskode; button Log på; `#fejl` when refused.
- `/pensys`: the frameset, with the frames `menu` (*Menu*: links Søg borger, Log af) and `indhold`, where the rest comes:
- *Søg borger*: fields CPR-nummer, Ekstern reference; button Søg. Then `#antal`, `#soegt-cpr` and `#soegt-reference`
  (what was searched for), and the table `#borgere` with the link Vælg.
- *Borger*: `#stamdata`; the table `#registreringer` with the link Vis; the link Registrér bilag.
- *Registrér bilag*: the form; the button Gem asks "Gem bilaget på borgerens sag?"; `#fejl` when a value is refused.
- *Kvittering*: `#nummer`, as `HT-2026-000123`.
- *Registrering*: `#oplysninger`, every field read back; fields Fil, Bemærkning; the button Journalisér asks "Journalisér
  filen?"; the table `#filer`.
- In place of any of them: *Log på* with the title "PENSYS - Session udløbet" and the text "Sessionen er udløbet. Log på
  igen."; *Serverfejl* with status 500.

Under each table `#sider` says `Side 1 af 3 - 12 i alt`, with links Forrige and Næste.
Actions, which a fault's `match` may name: `login`, `soeg`, `soegside`, `vaelg`, `side`, `nyt`, `gem`, `vis`, `filside`,
`upload`; so may any text of the request or of the page's memory, a CPR number for one.
"""
