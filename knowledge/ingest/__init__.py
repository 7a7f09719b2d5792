"""From a file to a notice with its clauses."""
