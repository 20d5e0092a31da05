"""What happened: to one task, from its opening to today, by whom, why, and which mails told whom of it."""
