"""What a printed page holds: its runs of characters, their order, its margins and notes, its paragraphs."""
