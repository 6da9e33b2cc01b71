"""Settings out of the posts that are there: each with the count of what speaks for it."""
