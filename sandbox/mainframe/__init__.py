"""SAGSYS: an invented register on a mainframe, as terminals see them. OPDIGTET: it belongs to nobody.

`python -m sandbox.mainframe --port N --database FILE`; tests use `server.running`. It speaks TN3270 (RFC 1576: telnet with
TERMINAL-TYPE, END-OF-RECORD and TRANSMIT-BINARY) to any 3270 emulator, in code page cp277 (Danish). Everything it knows
lies in one SQLite file (`state.py`), so a test can count registrations and keys and arm faults.

Screens, each known by its title:

- *LOG PÅ*: Bruger, Adgangskode (hidden); ENTER. Refused: "Forkert bruger eller adgangskode."
- *HOVEDMENU*: Valg: 1 søg, 2 registrér; ENTER. PF12 signs off.
- *SØG REGISTRERINGER*: CPR-nummer, Ekstern reference; ENTER.
- *REGISTRERINGER*: what was searched for, a table of five rows a page, `Side 1 af 3 - 12 i alt`; PF7 back, PF8 on.
- *REGISTRÉR BILAG*: the form; ENTER checks it. Refused: a sentence on row 22.
- *BEKRÆFT REGISTRERING*: everything read back; PF5 saves.
- *KVITTERING*: Nummer, as `ME-2026-000123`.
- In place of any: *SYSTEMMEDDELELSE* ("Systemet er lukket for opdatering."), or *LOG PÅ* with "Sessionen er udløbet."

PF3 goes back to the menu from everywhere, unsaved. There is no duplicate check.
A fault's `match` may name a screen (its key in `dialogue.py`), a key (`PF5`) and any text of the fields that came with it.
"""
