"""Documents of every producer with their truth beside them: what `make golden` holds the reader of documents against."""
