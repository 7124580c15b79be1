"""Practice for students: check an exercise, watch a notebook while it is worked on, keep the progress.

It travels in the student's kit: `python -m autograder.classroom.practice check EXERCISE`. It is a help, not grading:
a notebook's own visible checks run in a process beside it, with all the rights of the student.
"""
