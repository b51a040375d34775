"""The parts of the Graph face: queries, rows, delta, uploads and the words it refuses with."""
