"""Invented stand-ins to try everything on one machine. Nothing here is a real system, person or document."""
