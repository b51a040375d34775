"""The register of potentials: dated phases, baselines per activity and their approvals."""
