"""Whole contests, as people meet them: over HTTP and in a real browser."""
