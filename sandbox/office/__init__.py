"""What the project office would bring in itself: its lists, invented, for walk-throughs and benchmarks."""
