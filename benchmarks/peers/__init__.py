"""Other ways to find the exact sentence, each in an environment of its own, on the same articles and questions."""
