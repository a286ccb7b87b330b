"""Stored queries: load them, bind their parameters, run them on any engine, and give typed rows with their evidence."""
