"""Ways to show a result; the table of them is in reports.outputs."""
