"""What does the whole phrase mean, and is that certain? From recognised forms to rules, or to a doubt."""
