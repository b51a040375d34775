"""The finance system through the kit."""
