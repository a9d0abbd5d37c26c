"""Candidates to evidence: which sentences answer a question, by which phrase, and how sure that is."""
