"""The locked till: who is working here."""
