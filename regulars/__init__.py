"""What the words mean: members, points, programmes, operations.

Pure functions and values, used by the till and by the centre so that both decide with the same
code. No input or output, no clock, no chance, no threads: time and random bytes are passed in.
"""
