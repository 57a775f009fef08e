"""The pieces pages are made of: how they look and are read aloud, nothing of shops."""
