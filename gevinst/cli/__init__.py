"""The command line `gevinst`."""
