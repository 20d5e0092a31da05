"""What does the administrator see in the Prefect UI? Boards as artifacts, texts of the deployments."""
