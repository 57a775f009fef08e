"""Making someone a member."""
