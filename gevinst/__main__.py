"""`python -m gevinst` is `gevinst`."""

from gevinst.cli import main

if __name__ == "__main__":
    main()
