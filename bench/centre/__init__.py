"""Measurements of the centre: the service as a process, a durable PostgreSQL, real files."""
