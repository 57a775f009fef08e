"""Finding members and reading what they have."""
