"""PENSYS: an invented old case system, as they really are. OPDIGTET: it belongs to nobody and holds nobody's data.

A frameset (`menu`, `indhold`), server-side postbacks with a hidden view state (`__EVENTTARGET`, `__EVENTARGUMENT`,
`__VIEWSTATE`), a session that expires, `confirm()` before saving, tables of five rows a page, ISO-8859-1 forms, upload, no API, and no duplicate check or one-time token that would hide a resend.

Pages in `indhold`, by their headings: *Log på*, *Søg borger*, *Borger*, *Registrér bilag*, *Kvittering*, *Registrering*.
"""
