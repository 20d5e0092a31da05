"""When it runs: Prefect flows and deployments. The only room that imports prefect."""
