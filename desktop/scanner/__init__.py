"""What scanners send, before anyone looks it up: one parser per way of arriving."""
