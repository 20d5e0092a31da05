"""What may an office's own report form say? Its placeholders, and reading the `.docx` that has them."""
