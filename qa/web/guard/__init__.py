"""Who may send what, and how they show who they are."""
