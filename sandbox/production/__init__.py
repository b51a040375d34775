"""The shipped example of an installation: everything production asks for, on loopback, with an invented directory."""
