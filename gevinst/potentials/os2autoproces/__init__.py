"""To and from OS2autoproces, the municipalities' shared catalogue: its headings, its phases, and what doesn't fit."""
