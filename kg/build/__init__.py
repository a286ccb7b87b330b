"""The composition: the only room that puts the arrows in a row, from files to a graph on disk."""
