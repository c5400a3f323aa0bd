"""The same walk, from the greeting to a rating, over real HTTP on every channel."""
