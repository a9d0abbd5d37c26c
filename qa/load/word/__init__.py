"""What a Word file holds: its parts, the lines of its body with their notes, equations and symbols."""
