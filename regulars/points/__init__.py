"""What members have: entries of points, the lots they form, and the rights to spend them."""
