"""`make faults`: what is promised of crashes, tried on the real server; each harness first
catches a fault that is planted for it."""
