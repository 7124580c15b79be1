"""``gradschool report``: one page on how a class did in a unit, from the records of grading."""
