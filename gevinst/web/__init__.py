"""The live page: the report's figures in a browser, each a link to the list it sums, down to one case. It only reads."""
