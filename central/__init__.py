"""Where tills meet. No Qt, no SQLite."""
