"""Search everything for what must not be there: every table and column, every file, unpacked and in every encoding.

`needles_of` gives each text in every form it can travel in; the searches say where one stands, and never what stood there.
"""

from sandbox.leaks.needles import needles_of
from sandbox.leaks.searching import search_bytes, search_file, search_folder
from sandbox.leaks.tables import search_postgresql, search_sqlite

__all__ = ["needles_of", "search_bytes", "search_file", "search_folder", "search_postgresql", "search_sqlite"]
