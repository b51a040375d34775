"""What both looks at a scan may see alike, and wrong: a stain that became a sign. Two eyes that agree see the same stain."""

import re

# A stain above a letter is an accent. Danish has one at the end of a word, as in Allé and André.
_ACCENT = re.compile(r"[à-äç-ëì-ïñ-öù-üýÿ](?=\w)|[à-äçêëì-ïñ-öù-üýÿ]", re.IGNORECASE)
# A stain beside a word is a full stop: one in the middle of a sentence, unless the word is an abbreviation.
_STOP = re.compile(r"(?<!\w)([^\W\d_]+)\.,? (?=[a-zæøå])")
# And a bit of a ruled line, or a stain alone, is a sign that hardly any value has.
_SIGN = re.compile(r"""[|~^*•·°\\{}"'”“„’‘«»¦¢£$¥©®]""")  # noqa: RUF001
_ABBREVIATION = re.compile(
    r"""
    adr | afd | afs | art | bl | ca | dvs | eks | ekskl | etc | evt | exp | fhv | fx | hhv | hr | inkl | jf | jfr
    | jr | kap | kbh | kgl | kl | kr | lb | lign | m | maks | max | mdr | mfl | mhp | mht | mia | min | mio | mv |
    ngl | nr | nuv | obs | omkr | osv | p | par | pct | pga | pk | pkt | pr | red | ref | s | sml | snr | sr | st
    | stk | str | t | tlf | u | udg | v | vedr | vha | årg
    """,
    re.VERBOSE | re.IGNORECASE,
)


def may_be_misread(text: str) -> bool:
    """Whether a text off a scan holds a sign that a stain makes: an accent, a quotation mark, a full stop inside a sentence."""
    stops = (match[1] for match in _STOP.finditer(text))
    return bool(_ACCENT.search(text) or _SIGN.search(text)) or any(
        _ABBREVIATION.fullmatch(word) is None for word in stops
    )
