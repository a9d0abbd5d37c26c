"""The three stores: the library (SQLite) is the truth, vectors (Chroma) and words (tantivy) are derived from it."""
