"""How a checkout is made ready to run, and later how the program reaches a counter."""
