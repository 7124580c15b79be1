"""`watch`: on every save of the notebook, the first exercise that doesn't pass yet, and what is wrong with it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from autograder.classroom.practice.checking import Checker, essay_of, fingerprint
from autograder.classroom.practice.keyboard import QUIT
from autograder.classroom.practice.outcome import Outcome, Status
from autograder.classroom.practice.places import Work
from autograder.classroom.practice.progress import Progress
from autograder.classroom.practice.reading import Exercise, Notebook, PracticeError
from autograder.classroom.practice.resetting import reset
from autograder.classroom.practice.session import Cancelled
from autograder.classroom.practice.terminal import Style, bar, count, outcome_line, outcome_text

POLL_SECONDS = 0.5
COMMANDS = "hint · next · reset · list · quit: type one and press Enter"
CLEAR = "\x1b[2J\x1b[3J\x1b[H"


@dataclass
class Watch:
    """A unit that is watched.

    Attributes: wait, gives a typed line, or None after so many seconds, or raises EOFError; say, shows a text; now, the
    time, for the names of kept files; hurry, whether somebody waits to leave; screen, whether to begin on an empty
    screen every time; seconds, what a cell may take.
    """

    work: Work
    progress: Progress
    wait: Callable[[float], str | None]
    say: Callable[[str], None]
    style: Style = field(default_factory=Style)
    now: Callable[[], datetime] = datetime.now
    hurry: Callable[[], bool] = lambda: False
    screen: bool = False
    seconds: float | None = None

    book: Notebook | None = None
    current: str | None = None  #: the exercise that is shown
    chosen: bool = False  #: whether `next` led there: from then on the search begins at the exercise that is shown
    all_pass: bool = False
    known: dict[str, tuple[str, Outcome]] = field(default_factory=dict)  #: exercise → fingerprint, outcome
    _seen: object = None  #: the file's stamp when it was read last

    def run(self) -> None:
        """Watch until `quit`, Ctrl-C or the end of the input."""
        with contextlib.suppress(EOFError, KeyboardInterrupt):
            while True:
                if self._stamp() != self._seen:
                    self.look()
                line = self.wait(POLL_SECONDS)
                if line is not None and not self.obey(line.strip().casefold()):
                    break
        self.say("Your notebook is as you saved it, and your progress is kept.")

    def _stamp(self) -> object:
        with contextlib.suppress(OSError):
            found = self.work.notebook.stat()
            return found.st_mtime_ns, found.st_size, found.st_ino
        return "not there"

    def _interrupted(self) -> bool:
        return self.hurry() or self._stamp() != self._seen

    # -- what to show

    def look(self) -> None:
        """Read the notebook anew; show the first exercise that doesn't pass, from the chosen one on."""
        self._seen, before = self._stamp(), self.current
        try:
            self.book = self.work.read()
        except PracticeError as problem:
            self.book = None
            self._tell(f"{problem} It is looked at again when it is saved.")
            return
        names = [exercise.name for exercise in self.book.checked]
        self._show_first(self.book, names.index(before) if self.chosen and before in names else 0, before)

    def _show_first(self, book: Notebook, start: int, before: str | None = None) -> None:
        """Show the first exercise from this number on, and round to it again, that doesn't pass."""
        try:
            outcome = self._first_open(book, [*book.checked[start:], *book.checked[:start]])
        except PracticeError as problem:
            self._tell(str(problem))
        except Cancelled:
            pass  # saved again, or about to leave
        else:
            self._show(book, outcome, before)

    def _first_open(self, book: Notebook, order: Iterable[Exercise]) -> Outcome | None:
        with Checker(book, seconds=self.seconds, cancelled=self._interrupted) as checker:
            for exercise in order:
                outcome = self._outcome(checker, exercise)
                if not outcome.passed:
                    return outcome
        return None

    def _outcome(self, checker: Checker, exercise: Exercise) -> Outcome:
        """How an exercise stands; it is run only if something before it has changed."""
        print_now = fingerprint(checker.book, exercise)
        if (known := self._known(exercise, print_now)) is None:
            if self.screen:
                self.say(f"{CLEAR}Checking {exercise.name} …")
            known = checker.check(exercise)
            self.progress.checked(self.work.unit, exercise.name, known.passed, print_now)
        self.known[exercise.name] = print_now, known
        return known

    def _known(self, exercise: Exercise, print_now: str) -> Outcome | None:
        """What is known of exactly this state, from here or from an earlier check that passed."""
        print_then, outcome = self.known.get(exercise.name, ("", None))
        if outcome is not None and print_then == print_now:
            return outcome
        state = self.progress.state(self.work.unit, exercise.name)
        passed = state.passed and state.fingerprint == print_now
        return Outcome(exercise.name, Status.PASSED) if passed else None

    def _standing(self, book: Notebook, exercise: Exercise) -> Outcome | None:
        return self._known(exercise, fingerprint(book, exercise))

    def _show(self, book: Notebook, outcome: Outcome | None, before: str | None) -> None:
        standing = [self._standing(book, exercise) for exercise in book.checked]
        passed = sum(known is not None and known.passed for known in standing)
        lines = [f"{self.style.mark(self.work.unit, 'strong')}  {bar(passed, len(standing), self.style)}", ""]
        if before is not None and (outcome is None or outcome.exercise != before):
            lines += [f"{outcome_line(found, self.style)} passes." for found in standing if _is_passed(found, before)]
        self.current, self.all_pass = (outcome.exercise, False) if outcome is not None else (None, True)
        lines.append(self._finished(book) if outcome is None else self._open(book, outcome))
        self._tell("\n".join(lines))

    def _open(self, book: Notebook, outcome: Outcome) -> str:
        """The exercise that is shown, its hints counted."""
        exercise = book.exercise(outcome.exercise)
        hints = self.progress.state(self.work.unit, exercise.name).hints
        said = outcome_text(outcome, self.style)
        if exercise.hints:
            opened = f"{min(hints, len(exercise.hints))} of {count(len(exercise.hints), 'hint')} open"
            said += "\n" + self.style.mark(f"  {opened}", "quiet")
        return f"{said}\n\n{self.style.mark(COMMANDS, 'quiet')}"

    def _finished(self, book: Notebook) -> str:
        unwritten = [
            exercise.name
            for exercise in book.exercises
            if exercise.manual and not essay_of(book, exercise, self.work.released()).passed
        ]
        said = "Everything that can be checked here passes. When your work is graded, more checks run on other numbers."
        if unwritten:
            said += f" Still to write, for a person to read: {', '.join(unwritten)}."
        return self.style.wrapped(said)

    def _tell(self, text: str) -> None:
        notes = [self.style.wrapped(f"Note: {note}") for note in self.progress.told()]
        self.say((CLEAR if self.screen else "") + "\n".join([text, *notes]))

    # -- commands

    def obey(self, command: str) -> bool:
        """Carry out a command; False to leave."""
        if command in QUIT:
            return False
        action = {
            "": lambda: None,
            "h": self.open_hint,
            "hint": self.open_hint,
            "n": self.go_on,
            "next": self.go_on,
            "l": self.show_list,
            "list": self.show_list,
            "reset": self.put_back,
        }.get(command)
        if action is None:
            self.say(f'There is no command "{command}". {COMMANDS}')
        else:
            action()
        return True

    def _shown(self) -> Exercise | None:
        """The exercise that is shown; says so where there is none."""
        if self.book is not None and self.current is not None:
            return self.book.exercise(self.current)
        if self.book is None:
            self.say("There is no notebook to look at.")
        else:
            self.say(
                "Every exercise passes." if self.all_pass else "The exercises have not been checked to the end yet."
            )
        return None

    def open_hint(self) -> None:
        """Open the next hint of the exercise that is shown; when all are open, show them again."""
        exercise = self._shown()
        if exercise is None:
            return
        if not exercise.hints:
            self.say(f"{exercise.name} has no hints.")
            return
        opened = self.progress.state(self.work.unit, exercise.name).hints
        shown = range(len(exercise.hints)) if opened >= len(exercise.hints) else [opened]
        for index in shown:
            hint = exercise.hints[index]
            self.say(f"{self.style.mark(hint.title, 'strong')}\n{self.style.wrapped(hint.text, '  ')}\n")
        if opened < len(exercise.hints):
            self.progress.hint_opened(self.work.unit, exercise.name, opened + 1)
        else:
            self.say(f"These are all hints of {exercise.name}.")

    def go_on(self) -> None:
        """Look at the next exercise that doesn't pass."""
        exercise = self._shown()
        if exercise is None or self.book is None:
            return
        place = [other.name for other in self.book.checked].index(exercise.name)
        self.chosen = True
        self._show_first(self.book, (place + 1) % len(self.book.checked))

    def show_list(self) -> None:
        """Every exercise and how it stands."""
        if self.book is None:
            self._shown()
            return
        lines = []
        for exercise in self.book.exercises:
            found = essay_of(self.book, exercise, self.work.released()) if exercise.manual else None
            found = found or self._standing(self.book, exercise)
            line = outcome_line(found, self.style) if found else f"? {exercise.name}: not looked at yet"
            lines.append(line + ("  ← shown" if exercise.name == self.current else ""))
        self.say("\n".join(lines))

    def put_back(self) -> None:
        """Put the answer cell of the exercise that is shown back to its stub, and keep what was there."""
        exercise = self._shown()
        if exercise is None:
            return
        try:
            kept = reset(self.work, exercise, self.now())
        except PracticeError as problem:
            self.say(self.style.wrapped(str(problem)))
            return
        self.look()
        said = f"The answer cell of {exercise.name} is as it was released."
        said += f" What you had is kept in {kept}." if kept else ""
        reload = "JupyterLab: choose File → Reload Notebook from Disk before you type on."
        self.say(f"{self.style.wrapped(said)}\n{self.style.wrapped(reload)}")


def _is_passed(outcome: Outcome | None, name: str) -> bool:
    return outcome is not None and outcome.exercise == name and outcome.passed
