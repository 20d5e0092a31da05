"""What is the report to fill in? The form that goes out with the mail that opens it."""
