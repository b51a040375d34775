"""A backup of what can't be made anew: our database and the files beside it, of one moment, with the proof that it is whole."""
