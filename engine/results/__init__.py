"""What came out: aggregates that merge, tidy tables, the store on disk."""
