"""Benchmarks: `make bench` measures this machine; nothing here is a test."""
