"""What a web page holds: its tree, what of it is shown, its lines, its standfirst, its date and its author."""
