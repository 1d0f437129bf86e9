"""What every notebook uses: say, table, record, save, style, and the base of the parameters."""
