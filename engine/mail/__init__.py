"""Who gets which letter, what does it say, and has it left?"""
