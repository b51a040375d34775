"""KØB & BETAL: an invented finance system of today, with suppliers' e-invoices that wait for their account coding. OPDIGTET.

`python -m sandbox.erp --port N --identity-port N --database FILE [--slow-ms N] [--session-seconds N]`; tests use
`server.running`. Everything it knows lies in one SQLite file (`sandbox/web/database.py`, `books.py`, `signins.py`), so a
test can count vouchers and arm faults. Account and password: `identity.ACCOUNT`, `identity.PASSWORD`.

Unlike PENSYS in every way that matters to a robot: one page that a script draws from a JSON API, whose title and address
(but for the part after `#`) never change; no labels and no ids, but placeholders, headers that are plain text, and icon
buttons known by their `title`; nothing is a table or a link; a list keeps its old rows, marked `aria-busy`, until the new ones
come, and is redrawn whole; a toast tells that something was saved, and goes away. Drawn by `static/`.

Sign-in is by redirect, as OpenID Connect does with `response_mode=form_post`: `/` without a session leads to the identity
page, which is another origin (`http://localhost:…`, the system being at `http://127.0.0.1:…`):

- placeholder *nogen@eksempel.example*, button *Næste*; then placeholder *Adgangskode*, button *Log på*. A refusal is said
  in `.fejl`. No session is kept there: each sign-in asks again.
- Then the page sends itself back with a one-time code, and the system sets its cookie.

Views, told by the text of `.titel`; the menu has the buttons *Fakturaer*, *Bilag* and *Log af* (by title):

- *Fakturaer til kontering* (`#/fakturaer`): placeholders *Fakturanr.* and *CVR*, button titled *Søg*; what was searched
  for in `.soegt`; a grid (`role=grid`) with *Leverandør, CVR, Fakturanr., Forfaldsdato, Beløb* and a button titled *Åbn*; ten
  rows a page, `Side 1 af 24 - 237 i alt`, and page buttons titled *Side 3*, of which only the near ones are shown. One
  number is used by two suppliers. An invoice that has a voucher is on the list no more, so later pages move up.
- *Faktura* (`#/faktura/7`): the invoice and its lines; for the coding, lines with placeholders *Konto*, *Omkostningssted* and
  *Beløb* under headers in plain `div`s, buttons titled *Tilføj linje* and *Slet linje*, what is left to place in `.rest`; the
  placeholders *Tekst* (our own reference) and *Note*; button *Bogfør*. Refusals and lost connections stand in `.besked`.
- Saved: the toast `.toast` says "Bogført som bilag 10000001", and the list is shown. The save is one `POST /api/bilag`
  in JSON, with the session's token in `X-CSRF-Token`. There is no duplicate check and the button stays alive: two clicks, or a
  request sent again, are two vouchers.
- *Bilag* (`#/bilag`): placeholders *Fakturanr.* (whole) and *Tekst* (any part: `GEV-1` finds `GEV-12` as well), button titled
  *Søg*; a grid with *Bilag, Fakturanr., CVR, Beløb, Tekst*.
- *Bilag 10000001* (`#/bilag/10000001`): everything read back.
- *Du er logget ud*, inside the page, when the API answers 401; button *Log på igen*.

Faults (`sandbox.web.faults`), which a request's action may be matched on: `authorize`, `bruger`, `kode`, `mfa`, `fortsaet`;
`forside`, `session`, `fakturaer`, `faktura`, `bilagsliste`, `bilag`, `bogfoer`; so may any other text of the request.

- DROP_BEFORE_SAVE, DROP_AFTER_SAVE: at `bogfoer`. Chromium then sends the request again by itself, once for each connection it
  kept: one drop after saving is two vouchers and a toast for the second. Armed often enough, `.besked` says *Ingen forbindelse*.
- ERROR_500, SLOW: anywhere. EXPIRE_SESSION: any call of the API.
- CHANGED_LABEL: at `fakturaer` and `bilagsliste` the header *Beløb* is *Beløb i alt*; at `faktura` the placeholder *Konto* is
  *Artskonto*.
- SEARCH_IGNORES: at `fakturaer` and `bilagsliste` everything comes, whatever was searched for, and `.soegt` says that it was.
- MFA: after the password, *Godkend logon* asks for a code that nobody has. PASSWORD_EXPIRING: *Din adgangskode udløber om 7
  dage*, button *Fortsæt*. NOTICE: after sign-in, *Driftsmeddelelse*, button *OK*. All three at `kode`, but NOTICE at `retur`.
"""
