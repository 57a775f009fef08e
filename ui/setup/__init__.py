"""The first run: the shop tells the till who it is."""
