"""One file per municipal process; each reads like the process description."""
