"""The door: who comes in, as what, and what they did. Every page of ours and Prefect's own lie behind it."""
