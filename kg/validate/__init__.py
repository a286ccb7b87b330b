"""Shapes turned on a document: what is wrong, where it stands, and what to do about it."""
