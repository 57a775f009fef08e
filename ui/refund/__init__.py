"""Taking a sale back."""
