"""Joining a centre: address and code, the fingerprint a person compares, and what came of it."""
