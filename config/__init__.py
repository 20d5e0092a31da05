"""Who owes what to whom: settings, the registry and its loader."""
