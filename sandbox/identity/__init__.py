"""A stand-in for the municipality's directory: Canaille, a real OpenID provider, with colleagues who don't exist."""
