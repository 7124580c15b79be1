from autograder import reach


def make(folder, monkeypatch, **files):
    monkeypatch.setattr(reach, "LIBRARY", folder)
    for name, text in files.items():
        path = folder.joinpath("solutions", *name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_a_module_of_a_package_is_reached_by_its_whole_name(tmp_path, monkeypatch):
    make(tmp_path, monkeypatch, nets__plain="import solutions.lines", nets__deep="", lines="")
    text = "import solutions\nmodel = solutions.nets.plain.build(3).layers[0].solutions"
    assert reach.imported(text) == {"solutions.nets.plain", "solutions.lines"}


def test_modules_that_import_one_another_are_each_reached_once(tmp_path, monkeypatch):
    make(tmp_path, monkeypatch, one="from solutions import two", two="from solutions.one import f")
    assert reach.reached_from(["solutions.one"]) == {"solutions.one", "solutions.two"}
