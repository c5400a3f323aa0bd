"""Rows at rest: one transaction a turn, sealed personal data, every query in an ``.sql`` file.

Storage knows rows, not conversations. A plain ``def`` that takes a unit buffers its write; an
``async def`` reads. Times come from the caller, always aware, and are kept to the millisecond.
"""
