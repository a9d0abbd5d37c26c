"""Ask your articles: every statement in the answer points at the exact sentence that says so."""
