"""What a till did, in bytes that never change: headers, kinds, the chain, personal data beside."""
