"""What follows from a graph by OWL 2 RL: its closure, and what in it cannot all be true."""
