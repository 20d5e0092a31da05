"""What keeps everything running? The server and the runner as children, until Ctrl-C."""
