"""The keys that send a screen to the host (its attention keys)."""

from enum import StrEnum


class Key(StrEnum):
    """One key; its value is what the emulator calls it."""

    ENTER = "enter"
    CLEAR = "clear"
    PF1 = "pf1"
    PF2 = "pf2"
    PF3 = "pf3"
    PF4 = "pf4"
    PF5 = "pf5"
    PF6 = "pf6"
    PF7 = "pf7"
    PF8 = "pf8"
    PF9 = "pf9"
    PF10 = "pf10"
    PF11 = "pf11"
    PF12 = "pf12"
    PF13 = "pf13"
    PF14 = "pf14"
    PF15 = "pf15"
    PF16 = "pf16"
    PF17 = "pf17"
    PF18 = "pf18"
    PF19 = "pf19"
    PF20 = "pf20"
    PF21 = "pf21"
    PF22 = "pf22"
    PF23 = "pf23"
    PF24 = "pf24"
