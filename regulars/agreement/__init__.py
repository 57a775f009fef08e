"""How tills and centre agree, as functions over state in memory; no network, no store, no clock."""
