"""How do the YAML files become a registry? Every mistake is told with file, line and what was expected."""
