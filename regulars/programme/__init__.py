"""What the shop offers its members: the programme and, later, what grows out of it."""
