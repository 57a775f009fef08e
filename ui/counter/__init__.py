"""The counter page."""
