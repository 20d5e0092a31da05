"""How does a unit reach its page? Signed links: their keys, what one opens, which were revoked."""
