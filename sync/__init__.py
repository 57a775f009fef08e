"""How tills agree. No Qt, no SQLite."""
