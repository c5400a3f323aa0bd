"""Documents on their way in: fetched where a question asks for one, looked at, kept, destroyed."""
