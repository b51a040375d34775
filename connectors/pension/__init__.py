"""The pension system (an old web system without an API): page objects, and the two acts that write in it."""
