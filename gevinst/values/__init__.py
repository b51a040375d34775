"""Danish values with strict readers: anything outside the declared forms is refused, never guessed."""
