"""What the notices say: their clauses, their validity and the search over them."""
