"""Side-by-side measurements: one command, one table, one picture of cost against size."""
