"""What a stored lesson keeps: nothing that only chance or a kernel decides."""

from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.store import stored_faults, tidy


def test_pieces_of_one_stream_are_joined_and_others_stay():
    outputs = [
        new_output("stream", name="stdout", text="one "),
        new_output("stream", name="stdout", text="line\n"),
        new_output("stream", name="stderr", text="noise"),
        new_output("display_data", data={"text/plain": "x"}),
        new_output("stream", name="stdout", text="after"),
    ]
    notebook = new_notebook(cells=[new_code_cell("1", outputs=outputs)])
    tidy(notebook)
    kept = [(o.output_type, o.get("name"), o.get("text")) for o in notebook.cells[0].outputs]
    assert kept == [
        ("stream", "stdout", "one line\n"),
        ("stream", "stderr", "noise"),
        ("display_data", None, None),
        ("stream", "stdout", "after"),
    ]
    assert stored_faults(notebook) == [f"Cell {notebook.cells[0].id} writes to the error channel: noise"]


def test_widget_state_times_and_views_are_taken_out():
    data = {"text/plain": "x", "application/vnd.jupyter.widget-view+json": {"model_id": "m"}}
    cell = new_code_cell(
        "1", outputs=[new_output("display_data", data=data)], metadata={"execution": {"iopub.execute_input": "now"}}
    )
    notebook = new_notebook(cells=[cell], metadata={"widgets": {"state": {}}})
    assert len(stored_faults(notebook)) == 2
    tidy(notebook)
    assert stored_faults(notebook) == [] and "execution" not in cell.metadata
