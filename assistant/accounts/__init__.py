"""Who may do what: the people whom staff added, their passwords, and where they are signed in."""
