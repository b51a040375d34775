"""What the pages ask the database: each an indexed look-up, or a page of a list with the sum of the whole."""
