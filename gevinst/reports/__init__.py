"""What the project office reads: figures, the HTML page and the Excel file."""
