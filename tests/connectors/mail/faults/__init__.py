"""What the robot makes of a mail server that is busy, refuses, is down, or loses its answer."""
