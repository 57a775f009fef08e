"""Who the members are: names, phones, birthdays, numbers and what they agreed to."""
