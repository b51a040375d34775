"""Files made to hurt whoever opens them: small in the mail, each with the one reason that reading it must end in.

They are written byte by byte, since no library agrees to write them, and none holds anything personal.
"""

from sandbox.hostile.case import TEXT, Hostile, Lure
from sandbox.hostile.writing import REASONS, hostile_files, write_hostile

__all__ = ["REASONS", "TEXT", "Hostile", "Lure", "hostile_files", "write_hostile"]
