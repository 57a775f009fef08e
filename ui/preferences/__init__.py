"""What the shop may set."""
