"""TensorFlow's start-up notes don't reach a lesson, and errors still do."""

import subprocess
import sys

import pytest


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


def test_the_error_channel_is_silent_inside_and_works_again_after():
    done = run(
        "import os, sys\nfrom autograder.classroom.quiet import quiet\n"
        "with quiet():\n    os.write(2, b'inside')\nos.write(2, b'after')"
    )
    assert done.stderr == "after"


def test_an_exception_passes_through():
    from autograder.classroom.quiet import quiet

    with pytest.raises(KeyError), quiet():
        raise KeyError


@pytest.mark.slow
def test_tensorflow_is_imported_without_a_word():
    done = run(
        "from autograder.classroom.quiet import full_precision, quiet\n"
        "with quiet():\n    import tensorflow as tf\n    full_precision(tf)\nprint(float(tf.reduce_sum(tf.ones(3))))"
    )
    assert (done.stdout, done.stderr) == ("3.0\n", "")
