"""What does an edited registry change of the open tasks?"""
