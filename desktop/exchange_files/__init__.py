"""Files that come in from other systems: sales and goods, looked at whole before a word is kept.

Nothing of a file is ever run, and nothing is written unless every line can be.
"""
