"""Each fault at each step of a guarded write in the browser, on two systems that have nothing in common."""
