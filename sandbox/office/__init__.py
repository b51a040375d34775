"""`make office`: a month as the project office works through it, from the Excel list to the closed month and its report."""
