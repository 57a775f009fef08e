"""Data that ships with the program: fonts, translations, styles. Never code."""
