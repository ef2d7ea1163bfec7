"""Durability on PostgreSQL: see `durability`."""

from tests.faults.durability import harness_postgresql as harness

__all__ = ["harness"]
