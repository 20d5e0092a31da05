"""What does a unit say in its reply to a mail, may it be believed, and what becomes of it?"""
