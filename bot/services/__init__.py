"""Verbs: they load, decide and write in the caller's transaction, and never commit."""
