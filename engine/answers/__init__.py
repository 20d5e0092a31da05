"""What did somebody say about a task, a document or an event, and what becomes of it?"""
