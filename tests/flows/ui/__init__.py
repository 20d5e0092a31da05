"""What a person sees in the Prefect UI. A package, so that its one browser is closed after it."""
