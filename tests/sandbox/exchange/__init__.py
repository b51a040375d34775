"""The stand-in for Exchange, asked by clients that are not ours."""
