"""Bots to compare with, each made as its library's documentation shows, doing the same work."""
