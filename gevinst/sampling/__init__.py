"""The sample: of what the robot completed, one in fifty is checked by a person, and what they find is counted."""
