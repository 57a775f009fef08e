"""Sales that the shop's own register hands over: a file in, an answer out (docs/handover.md)."""
