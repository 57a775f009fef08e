"""The till without a screen: what a till does. No Qt."""
