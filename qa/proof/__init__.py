"""Hold a text against the articles, statement by statement: somebody's draft, or an answer that was stored."""
