"""The ways to reach people: each channel reads what its provider sends and sends what we queue."""
