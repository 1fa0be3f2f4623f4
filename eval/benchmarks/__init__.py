"""How fast parts of the program are, each against an alternative within the same run."""
