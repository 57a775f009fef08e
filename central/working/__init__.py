"""What a transaction holds of a tenant: read as the rules ask for it, then written back."""
