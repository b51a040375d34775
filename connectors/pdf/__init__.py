"""The PDF kit: fill a form, bind several files into one, take one apart, stamp what was received."""
