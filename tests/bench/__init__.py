"""`make bench`: the figures of speed, each beside its bare limit or its target, in one run."""
