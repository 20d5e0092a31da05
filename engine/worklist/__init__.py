"""What waits for an administrator: which tasks, requests, mails and events, and what settles each."""
