"""Who may come in at the page with a name of their own: the persons, their roles, their passwords."""
