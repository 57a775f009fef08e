"""The strip at the foot of a till that has joined: how it stands with the centre."""
