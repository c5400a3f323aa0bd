"""HTTP to the providers: prepared requests over a pool of ours, the rest under their libraries."""
