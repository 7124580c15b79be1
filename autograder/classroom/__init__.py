"""What notebooks use in class: checks, figures, quizzes, explorers. It travels in the student's kit."""
