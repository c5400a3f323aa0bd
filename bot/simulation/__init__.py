"""A simulated year: everything that reports tell of, believable and nobody's."""
