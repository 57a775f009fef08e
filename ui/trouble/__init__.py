"""The page for when a shop cannot be opened: what happened, what is safe, what to do."""
