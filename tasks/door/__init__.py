"""Prefect behind the door: its server in our process, and what each role may ask of it, route by route."""
