"""What a till shows. The only package that knows Qt; it decides nothing about points."""
