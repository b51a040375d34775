"""Measurements, each as a ratio to a floor or a peer in the same run; run one with `python -m benchmarks.<name>`."""
