"""The domain as quads: what one part of a document says becomes the graph of that part, and nothing else does."""
