"""An illustrative list of 331 potentials, as a municipality's project office would keep it. None of it is measured."""
