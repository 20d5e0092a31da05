"""What an administrator sees and does in his browser, after a login of his own."""
