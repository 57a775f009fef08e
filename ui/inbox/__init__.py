"""What wants a person: one decision at a time, in words, with the honest choices."""
