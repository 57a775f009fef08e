"""Rights to spend: cells, funding, grants and postings, shared by tills and centre; no store."""
