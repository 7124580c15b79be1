"""Keras models cross the wire as data: honest ones arrive whole, and what is not on the lists gains nothing.

One notebook holds an exercise for every honest model and one for every attack, so that one engine and two submissions
grade them all; each row of a table is judged, and tested, on its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from small_unit import answers, make_notebook

from autograder import behaviour, wire
from autograder.channel import Channel
from autograder.conductor import Graded
from autograder.engine import Engine, open_engine
from autograder.limits import Limits
from autograder.notebook import read_source
from autograder.record import ExerciseResult, Verdict
from autograder.remote import Line, NotComparable, Remote
from autograder.student_library import library_files

pytestmark = [pytest.mark.confined, pytest.mark.slow]
SETUP = "import keras\nimport numpy as np\nfrom keras import layers as L\nimport solutions\nfrom autograder.classroom import checks"
ANSWER = {"solution": True, "locked": False}
X = "checks.rng().normal(size=({})).astype('float32')"

#: name → a right answer, and a test of which every line needs the model to have arrived whole
HONEST = {
    "trained": (
        "def trained(n):\n    m = keras.Sequential([keras.Input((n,)), L.Dense(16, 'relu', kernel_regularizer='l2'), L.Dropout(0.1),\n"
        "        L.Dense(3, 'softmax')])\n    m.compile(keras.optimizers.SGD(0.1, momentum=0.9), 'sparse_categorical_crossentropy', metrics=['accuracy'])\n    return m",
        "m = trained(4)\nassert isinstance(m, keras.Sequential) and m.count_params() == 131\n"
        "assert m.layers[0].units == 16 and m.layers[0].kernel_regularizer.l2 > 0\nassert m.optimizer.name == 'sgd' and m.optimizer.momentum == 0.9\n"
        "X = checks.rng().normal(size=(200, 4)); y = (X[:, 0] > 0).astype(int)\n"
        "seen = m.fit(X, y, epochs=6, verbose=0).history\nassert seen['accuracy'][-1] > 0.8 and seen['loss'][-1] < 0.5 * seen['loss'][0]",
    ),
    "ends": (
        "def ends():\n    a, b = keras.Input((4,), name='a'), keras.Input((3,), name='b')\n    h = L.Concatenate()([L.Dense(5, 'tanh')(a), b])\n"
        "    return keras.Model({'a': a, 'b': b}, {'p': L.Dense(2)(h), 'q': L.Dense(1)(h)})",
        "m = ends()\nout = m({'a': np.ones((2, 4)), 'b': np.zeros((2, 3))})\nassert set(out) == {'p', 'q'} and out['p'].shape == (2, 2)\n"
        "assert m.count_params() == 25 + 18 + 9",
    ),
    "shared": (
        "def shared():\n    one = L.Dense(4)\n    a, b = keras.Input((4,)), keras.Input((4,))\n    return keras.Model([a, b], L.Subtract()([one(one(a)), one(b)]))",
        f"m = shared()\nassert m.count_params() == 20 and len(m.layers) == 4\nW, c = m.get_weights()\na, b = {X.format('5, 4')}, {X.format('5, 4')}\n"
        "checks.close(m([a, b]), (a @ W + c) @ W + c - (b @ W + c), 'the shared layer', rtol=1e-3, atol=1e-4)",
    ),
    "nested": (
        "def nested():\n    x = keras.Input((4,))\n    inner = keras.Model(x, L.Dense(3, name='inside')(x), name='inner')\n"
        "    block = keras.Sequential([keras.Input((3,)), L.Dense(3), L.BatchNormalization()], name='block')\n    a, b = keras.Input((4,)), keras.Input((4,))\n"
        "    block.trainable = False\n    return keras.Model([a, b], [L.Add()([block(inner(a)), inner(b)]), inner(a)])",
        f"m = nested()\na, b = {X.format('2, 4')}, {X.format('2, 4')}\nW, c = m.get_layer('inner').get_layer('inside').get_weights()\n"
        "checks.close(m([a, b])[1], a @ W + c, 'the nested model', rtol=1e-4, atol=1e-5)\nassert not m.get_layer('block').trainable and m.get_layer('inner').trainable\n"
        "assert m.count_params() == 15 + 12 + 12 and len(m.trainable_weights) == 2",
    ),
    "moments": (
        "def moments(X):\n    m = keras.Sequential([keras.Input((3,)), L.BatchNormalization(momentum=0.0), L.Dense(2)])\n    m(X, training=True)\n    return m",
        f"X = {X.format('50, 3')} * 4 + 7\nm = moments(X)\nchecks.close(m.layers[0].moving_mean, X.mean(0), 'the moving mean', rtol=1e-3)\n"
        "checks.close(m.layers[0].moving_variance, X.var(0), 'the moving variance', rtol=1e-3)\nassert len(m.non_trainable_weights) == 2",
    ),
    "frozen": (
        "def frozen():\n    m = keras.Sequential([keras.Input((8, 8, 3)), L.Conv2D(4, 3), L.BatchNormalization(), L.Bidirectional(L.LSTM(2)) if False else L.Flatten(), L.Dense(2)])\n"
        "    m.layers[0].trainable = m.layers[1].trainable = False\n    return m",
        "m = frozen()\nassert [layer.trainable for layer in m.layers] == [False, False, True, True] and m.trainable\nassert len(m.trainable_weights) == 2",
    ),
    "recurrent": (
        "def recurrent():\n    x = keras.Input((None, 3))\n    o, h, c = L.LSTM(4, return_sequences=True, return_state=True)(x)\n"
        "    y = L.Bidirectional(L.GRU(2))(L.LSTM(4, return_sequences=True)(o, initial_state=[h, c]))\n    return keras.Model(x, [y, L.TimeDistributed(L.Dense(2))(o)])",
        f"m = recurrent()\nassert m.count_params() == 128 + 144 + 96 + 10\none, other = m({X.format('2, 5, 3')})\nassert one.shape == (2, 4) and other.shape == (2, 5, 2)",
    ),
    "images": (
        "def images():\n    x = keras.Input((16, 16, 2))\n    y = L.ReLU()(L.DepthwiseConv2D(3, padding='same')(x))\n    y = L.SeparableConv2D(3, 3)(L.ZeroPadding2D(1)(y + x))\n"
        "    y = L.Concatenate()([L.MaxPooling2D()(y), L.AveragePooling2D(2)(y)])\n    return keras.Model(x, L.Dense(2)(L.GlobalAveragePooling2D()(L.PReLU(shared_axes=[1, 2])(y) * 0.5)))",
        "m = images()\nassert m.count_params() == 20 + 18 + 9 + 6 + 14\nassert m(np.ones((1, 16, 16, 2))).shape == (1, 2)",
    ),
    "unbuilt": (
        "def unbuilt():\n    return keras.Sequential([L.Dense(3), L.Dense(2)])",
        "m = unbuilt()\nassert not m.built\nassert np.isfinite(m(np.ones((2, 5)))).all() and m.count_params() == 26",
    ),
    "pair": (
        "def pair():\n    x = keras.Input((6,))\n    code = L.Dense(2)(x)\n    return keras.Model(x, L.Dense(6)(code)), keras.Model(x, code)",
        "whole, half = pair()\nassert whole.output_shape == (None, 6) and half.output_shape == (None, 2)\n"
        "assert np.array_equal(whole.layers[1].kernel, half.layers[1].kernel)",
    ),
    "large": (
        "def large():\n    return keras.Sequential([keras.Input((4000,)), L.Dense(4000)])",
        "m = large()\nassert m.count_params() == 16_004_000\nassert np.isnan(m.layers[0].bias).all(), 'weights that did not travel'",
    ),
    "block": (
        "def block(x, filters):\n    y = L.BatchNormalization()(L.Conv2D(filters, 3, padding='same')(x))\n    return L.ReLU()(L.Add()([x, y]))",
        "x = keras.Input((8, 8, 4)); before = L.Conv2D(4, 1)(x); twice = block(block(before, 4), 4)\nm = keras.Model(x, L.Conv2D(1, 1)(twice))\n"
        "assert m.count_params() == 20 + 2 * (148 + 16) + 5\nassert block(np.ones((1, 8, 8, 4), 'float32'), 4).shape == (1, 8, 8, 4)",
    ),
    "freeze": (
        "def freeze(model, until):\n    for layer in model.layers:\n        layer.trainable = False\n        if layer.name == until:\n            return model",
        "m = keras.Sequential([keras.Input((4,)), L.Dense(3, name='a'), L.Dense(2, name='b'), L.Dense(1, name='c')]); before = m.get_weights()\n"
        "assert freeze(m, 'b') is m\nassert [layer.trainable for layer in m.layers] == [False, False, True]\n"
        "assert all(np.array_equal(*two) for two in zip(before, m.get_weights()))",
    ),
    "head": (
        "def head(model, classes):\n    return keras.Model(model.input, L.Dense(classes)(model.layers[-2].output))",
        "x = keras.Input((4,)); old = keras.Model(x, L.Dense(3)(L.Dense(6)(x)))\nnew = head(old, 7)\nassert (new.output_shape, old.output_shape) == ((None, 7), (None, 3))\n"
        "assert np.array_equal(new.layers[1].kernel, old.layers[1].kernel)",
    ),
    "fitted": (
        "def fitted(model, X, y):\n    model.compile(keras.optimizers.Adam(0.05), 'mse')\n    model.fit(X, y, epochs=15, verbose=0)",
        f"m = keras.Sequential([keras.Input((3,)), L.Dense(1)]); X = {X.format('64, 3')}; y = X.sum(1)\nbefore = np.mean((m(X)[:, 0] - y) ** 2)\n"
        "fitted(m, X, y)\nassert np.mean((m(X)[:, 0] - y) ** 2) < 0.5 * before\nassert m.optimizer.name == 'adam' and m.loss == 'mse'",
    ),
    "popped": (
        "def popped(model):\n    model.pop()\n    model.add(L.Dense(9))",
        "m = keras.Sequential([keras.Input((4,)), L.Dense(3), L.Dense(2)]); first = m.layers[0].get_weights()[0]\npopped(m)\n"
        "assert [layer.units for layer in m.layers] == [3, 9] and m(np.ones((1, 4))).shape == (1, 9)\nassert np.array_equal(first, m.layers[0].kernel)",
    ),
    "untouched": (
        "def untouched(model):\n    copy = keras.models.clone_model(model)\n    copy.set_weights([0 * w for w in model.get_weights()])\n    return copy",
        "m = keras.Sequential([keras.Input((4,)), L.Dense(3)]); before = m.get_weights()[0]\n"
        "assert not untouched(m).get_weights()[0].any() and before.any() and np.array_equal(m.get_weights()[0], before)",
    ),
    "variable": (
        "def variable():\n    return L.Dense(2).add_weight(shape=(3,), initializer='ones'), keras.ops.ones((2, 2))",
        "one, other = variable()\nassert np.array_equal(one, np.ones(3)) and np.array_equal(other, np.ones((2, 2)))",
    ),
}

#: helper for attacks: a description of the attacker's own goes out in the place of a model's
CRAFT = """
import sys, copy
def crafted(change=None, spec=None, why=None):
    base = {"model": {"kind": "Sequential", "config": {"name": "m", "trainable": True, "layers": [
        {"kind": "InputLayer", "config": {"name": "i", "batch_shape": [None, 4], "dtype": "float32"}},
        {"kind": "Dense", "config": {"name": "d", "units": 3}, "weights": [np.ones((4, 3), "f4"), np.ones(3, "f4")]}]}}, "compile": None}
    if spec is not None:
        base["model"] = spec
    if change is not None:
        change(base, base["model"]["config"]["layers"][1] if spec is None else spec)
    frame = sys._getframe()
    while "keras_describe" not in frame.f_globals:
        frame = frame.f_back
    module = frame.f_globals["keras_describe"]
    real = globals().setdefault("_real_describe", module.describe)
    mine = keras.Sequential()
    def describe(model):
        if model is mine and why is not None:
            raise frame.f_globals["Unfit"](why)
        return base if model is mine else real(model)
    module.describe = describe
    return mine
def layer(**entries):
    return lambda whole, d: d.update(entries)
def setting(**settings):
    def change(whole, d):
        d["config"].update(settings)
        d.pop("weights")
    return change
def graph(calls, inputs=(0, 0), outputs=(1, 0), layers=None):
    dense = {"kind": "Dense", "config": {"name": "d", "units": 4}}
    given = {"kind": "InputLayer", "config": {"name": "i", "batch_shape": [None, 4], "dtype": "float32"}}
    return {"kind": "Functional", "config": {"name": "g", "trainable": True, "layers": layers or [given, dense], "calls": calls, "inputs": inputs, "outputs": outputs}}
def boxed(depth, wide=1):
    inner = graph([[0, [], {}], [1, [(0, 0)], {}]])
    for n in range(depth):
        given = {"kind": "InputLayer", "config": {"name": f"i{n}", "batch_shape": [None, 4], "dtype": "float32"}}
        inner["config"]["name"] = f"b{n}"
        calls = [[0, [], {}]] + [[1, [(k, 0)], {}] for k in range(wide)]
        inner = graph(calls, outputs=(wide, 0), layers=[given, inner])
    return inner
class Sly(str):
    def __eq__(self, other): return True
    __hash__ = str.__hash__
"""

OWN, LISTED, MALFORMED, SHAPES = "of your own", "not on the list", "malformed", "don't have the shapes"
#: name → what the answer returns, and words of the reason for which it is refused
ATTACKS = {
    "lambda_layer": (
        "keras.Sequential([keras.Input((4,)), L.Lambda(lambda v: v)])",
        "a layer of kind Lambda can't be graded",
    ),
    "lambda_activation": ("keras.Sequential([keras.Input((4,)), L.Dense(3, activation=lambda v: v)])", OWN),
    "own_activation": ("keras.Sequential([keras.Input((4,)), L.Dense(3, activation=crafted)])", OWN),
    "own_layer": ("keras.Sequential([keras.Input((4,)), type('Dense', (L.Dense,), {})(3)])", OWN),
    "own_model": ("type('Sequential', (keras.Sequential,), {})([keras.Input((4,)), L.Dense(3)])", OWN),
    "own_loss": (
        "(m := keras.Sequential([keras.Input((4,)), L.Dense(3)]), m.compile('sgd', lambda a, b: 0.0))[0]",
        OWN,
    ),
    "registered": (
        "keras.Sequential([keras.Input((4,)), keras.saving.register_keras_serializable('os', 'system')(type('Dense', (L.Dense,), {}))(3)])",
        OWN,
    ),
    "attention": (
        "keras.Sequential([keras.Input((4, 2)), L.SpectralNormalization(L.Dense(2))])",
        "SpectralNormalization can't be graded",
    ),
    "lists_itself": (
        "keras.Sequential([keras.Input((4,)), *(lambda d: [d, keras.Sequential([d])])(L.Dense(4))])",
        "give each its own",
    ),
    # descriptions that no honest process writes
    "code": (
        "crafted(lambda w, d: d.update(kind='Lambda', config={'function': {'class_name': '__lambda__', 'config': {'code': '4wEAAAAAAAAA'}}}))",
        "a layer of kind Lambda",
    ),
    "system": ("crafted(layer(kind='os.system', config={'command': 'true'}))", OWN),
    "keras_form": (
        "crafted(spec={'module': 'os', 'class_name': 'system', 'config': {'command': 'true'}, 'registered_name': 'system'})",
        MALFORMED,
    ),
    "keras_source": ("crafted(layer(kind='keras.src.layers.core.lambda_layer.Lambda'))", OWN),
    "dunder": ("crafted(layer(kind='__class__'))", OWN),
    "module": ("crafted(layer(module='builtins'))", MALFORMED),
    "registered_name": ("crafted(layer(registered_name='builtins>eval'))", MALFORMED),
    "custom_objects": ("crafted(setting(custom_objects={'Dense': 'os.system'}))", LISTED),
    "function": ("crafted(setting(fn='os.system'))", LISTED),
    "file": ("crafted(layer(kind='TFSMLayer', config={'filepath': '/'}))", "TFSMLayer can't be graded"),
    "saved": ("crafted(setting(weights='/etc/passwd'))", LISTED),
    "lora": ("crafted(setting(lora_rank=4))", "unusual"),
    "activation": ("crafted(setting(activation='os.system'))", LISTED),
    "activation_part": ("crafted(setting(activation={'kind': 'Lambda', 'config': {}}))", "Lambda can't be graded"),
    "initializer": ("crafted(setting(kernel_initializer={'kind': 'STFT', 'config': {}}))", "can't be graded"),
    "initializer_name": ("crafted(setting(kernel_initializer='zeros'))", MALFORMED),
    "sly_text": ("crafted(layer(kind=Sly('Lambda')))", "Lambda can't be graded"),
    "bytes": ("crafted(setting(units=b'3'))", MALFORMED),
    "set": ("crafted(setting(units={3}))", MALFORMED),
    "huge_units": ("crafted(setting(units=10**9))", "a size of a layer"),
    "endless_units": ("crafted(setting(units=10**300))", "a size of a layer"),
    "no_units": ("crafted(setting(units=0))", "a size of a layer"),
    "negative_units": ("crafted(setting(units=-3))", "a size of a layer"),
    "true_units": ("crafted(setting(units=True))", "a size of a layer"),
    "half_units": ("crafted(setting(units=2.5))", "a size of a layer"),
    "billion": (
        "crafted(lambda w, d: w['model']['config']['layers'].extend({'kind': 'Dense', 'config': {'name': f'x{n}', 'units': 2**20}} for n in range(2)) or d.pop('weights'))",
        "more than 160,000,000 parameters",
    ),
    "billion_words": (
        "crafted(lambda w, d: (d.update(kind='Embedding', config={'name': 'e', 'input_dim': 2**20, 'output_dim': 2**20}), d.pop('weights')))",
        "more than 160,000,000 parameters",
    ),
    "billion_cells": (
        "crafted(lambda w, d: (d.update(kind='Bidirectional', config={'name': 'b', 'layer': {'kind': 'LSTM', 'config': {'name': 'l', 'units': 2**16}}}),"
        " d.pop('weights'), w['model']['config']['layers'][0]['config'].update(batch_shape=[None, 4, 4])))",
        "more than 160,000,000 parameters",
    ),
    "billion_outputs": (
        "crafted(lambda w, d: (d.update(kind='RepeatVector', config={'name': 'r', 'n': 2**20}), d.pop('weights'), w['model']['config']['layers'][0]['config'].update(batch_shape=[None, 4000])))",
        "for one example",
    ),
    "huge_input": (
        "crafted(lambda w, d: w['model']['config']['layers'][0]['config'].update(batch_shape=[None, 10**9]))",
        MALFORMED,
    ),
    "negative_kernel": ("crafted(setting(kernel_size=-1))", "could not build"),
    "nan": (
        "crafted(lambda w, d: (d.update(kind='Dropout', config={'name': 'r', 'rate': float('nan')}), d.pop('weights')))",
        MALFORMED,
    ),
    "infinite": (
        "crafted(lambda w, d: (d.update(kind='BatchNormalization', config={'name': 'r', 'momentum': float('inf')}), d.pop('weights')))",
        MALFORMED,
    ),
    "long_name": ("crafted(setting(name='x' * 10**6))", "a name has signs"),
    "path_name": ("crafted(setting(name='../../x'))", "a name has signs"),
    "two_of_a_name": (
        "crafted(lambda w, d: w['model']['config']['layers'].append({'kind': 'Dense', 'config': {'name': 'd', 'units': 3}}))",
        "could not build",
    ),
    "too_few_weights": ("crafted(layer(weights=[np.ones((4, 3), 'f4')]))", SHAPES),
    "too_many_weights": ("crafted(layer(weights=[np.ones((4, 3), 'f4'), np.ones(3, 'f4'), np.ones(3, 'f4')]))", SHAPES),
    "other_shapes": ("crafted(layer(weights=[np.ones((3, 4), 'f4'), np.ones(3, 'f4')]))", SHAPES),
    "scalar_weights": ("crafted(layer(weights=[np.array(1, 'f4'), np.array(1, 'f4')]))", SHAPES),
    "text_weights": ("crafted(layer(weights=[np.full((4, 3), 'x'), np.ones(3, 'f4')]))", SHAPES),
    "complex_weights": ("crafted(layer(weights=[np.ones((4, 3), 'c8'), np.ones(3, 'f4')]))", SHAPES),
    "objects_as_weights": (
        "crafted(layer(weights=[np.array([[None] * 3] * 4, dtype=object), np.ones(3, 'f4')]))",
        SHAPES,
    ),
    "weights_as_text": ("crafted(layer(weights='ab'))", MALFORMED),
    "no_layers": (
        "crafted(spec={'kind': 'Sequential', 'config': {'name': 'm', 'trainable': True, 'layers': {}}})",
        MALFORMED,
    ),
    "layers_of_text": (
        "crafted(spec={'kind': 'Sequential', 'config': {'name': 'm', 'trainable': True, 'layers': ['Dense']}})",
        MALFORMED,
    ),
    "calls_in_a_stack": ("crafted(lambda w, d: w['model']['config'].update(calls=[[1, [], {}]] * 9000))", MALFORMED),
    "a_thousand_layers": (
        "crafted(lambda w, d: w['model']['config'].update(layers=[{'kind': 'Flatten', 'config': {'name': f'f{n}'}} for n in range(1600)]))",
        "more than 1500 layers",
    ),
    "itself": ("crafted(spec=graph([[0, [], {}], [1, [(1, 0)], {}]]))", "not there yet"),
    "later": ("crafted(spec=graph([[0, [], {}], [1, [(2, 0)], {}], [1, [(1, 0)], {}]]))", "not there yet"),
    "loop": ("crafted(spec=graph([[1, [(1, 0)], {}], [1, [(0, 0)], {}]]))", "not there yet"),
    "before": ("crafted(spec=graph([[0, [], {}], [1, [(-1, 0)], {}]]))", "not there yet"),
    "beyond": ("crafted(spec=graph([[0, [], {}], [1, [(0, 9)], {}]]))", "could not build"),
    "no_such_layer": ("crafted(spec=graph([[0, [], {}], [-1, [(0, 0)], {}]]))", MALFORMED),
    "called_with": ("crafted(spec=graph([[0, [], {}], [1, [(0, 0)], {'function': 'x'}]]))", MALFORMED),
    "operation": (
        "crafted(spec=graph([[0, [], {}], [1, [(0, 0)], {}]], layers=[graph([])['config']['layers'][0], {'operation': 'system'}]))",
        LISTED,
    ),
    "operation_of_dunder": (
        "crafted(spec=graph([[0, [], {}], [1, [(0, 0)], {}]], layers=[graph([])['config']['layers'][0], {'operation': '__class__'}]))",
        LISTED,
    ),
    "loose_ends": (
        "crafted(spec=graph([[0, [], {}], [0, [], {}], [1, [(1, 0)], {}]], outputs=None))",
        "could not build",
    ),
    "many_calls": (
        "crafted(spec=graph([[0, [], {}]] + [[1, [(n, 0)], {}] for n in range(6100)], outputs=(6100, 0)))",
        "more than 6000 times",
    ),
    "deep": ("crafted(spec=boxed(7))", "nested more than 6 deep"),
    "deeper": ("crafted(spec=boxed(40))", "not plain data"),
    "wide_and_deep": ("crafted(spec=boxed(5, wide=10))", "more than 6000 times"),
    "wrapped_model": ("crafted(layer(kind='TimeDistributed', config={'name': 't', 'layer': boxed(0)}))", OWN),
    "wrapped_wrapper": (
        "crafted(layer(kind='Bidirectional', config={'name': 'b', 'layer': {'kind': 'TimeDistributed', 'config': {'name': 't', 'layer': {}}}}))",
        "TimeDistributed can't be graded",
    ),
    "compiled_by_code": ("crafted(lambda w, d: w.update(compile={'optimizer': {'kind': 'os', 'config': {}}}))", OWN),
    "compiled_loss": ("crafted(lambda w, d: w.update(compile={'loss': 'eval'}))", LISTED),
    "compiled_more": ("crafted(lambda w, d: w.update(compile={'run_eagerly': True}))", MALFORMED),
    "compiled_rate": (
        "crafted(lambda w, d: w.update(compile={'optimizer': {'kind': 'SGD', 'config': {'learning_rate': {'kind': 'LearningRateSchedule', 'config': {}}}}}))",
        "LearningRateSchedule can't be graded",
    ),
    "text": ("crafted(lambda w, d: w.update(model='Sequential'))", MALFORMED),
    "more_entries": ("crafted(lambda w, d: w.update(extra=1))", MALFORMED),
    "words": ("crafted(why='the hidden input was 7')", "it could not be told as plain data"),
    "graph_of_nothing": ("crafted(lambda w, d: (w.clear(), w.update(graph=boxed(0), given=[7])))", MALFORMED),
}
CHECK_OF_ATTACK = "model = {0}()\nmodel.count_params()\nassert isinstance(model, keras.Model)"
#: what is wrong and pretends: name → answer
PRETENDERS = {
    "patched_count": "m = keras.Sequential([keras.Input((4,)), L.Dense(3)])\n    type(m).count_params = lambda self: 83\n    return m",
    "patched_weights": "m = keras.Sequential([keras.Input((4,)), L.Dense(3)])\n    m.get_weights = lambda: [np.ones((4, 3)), np.ones(3)]\n    m.count_params = lambda: 83\n    return m",
    "no_model_at_all": "class M:\n        def count_params(self): return 83\n    return M()",
    "lies_about_its_class": "class M:\n        count_params = lambda self: 83\n        __class__ = property(lambda self: keras.Sequential)\n    return M()",
}
CHECK_OF_PRETENDER = (
    "model = {0}()\nassert isinstance(model, keras.Model) and model.count_params() == 83, 'a model of 83 parameters'"
)


#: written on the wire in the place of an answer: name → the value of a forged reply, as the wire's own JSON
FORGED = {
    "forged_loan": {"lent": 0, "model": None},
    "forged_handle_inside": {"h": 0, "type": "M", "model": {"d": [["model", {"h": 0}]]}},
    "forged_function_inside": {"h": 0, "type": "M", "model": {"fn": 0}},
    "forged_reason": {"h": 0, "type": "M", "why": ["a"]},
    "forged_number": {"h": 0, "type": "M", "lent": True},
}
FORGE = """
import json, os, struct, sys
def forged(value):
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    tree = {"d": [["id", {"i": str(frame.f_locals["request"]["id"])}], ["value", value]]}
    text = json.dumps(tree).encode()
    body = struct.pack(">II", len(text), 0) + text
    os.write(3, b"P" + struct.pack(">I", len(body)) + body)
    return 3
"""
#: models that are on the lists and cost too much when a test runs them: name → answer, what the test does with it
COSTLY = {
    "slow": (
        "m = keras.Sequential([keras.Input((512, 512, 1)), *[L.Conv2D(64, 5, padding='same') for _ in range(40)]])",
        "slow()(np.ones((9, 512, 512, 1), 'float32'))",
    ),
    "hungry": (
        "m = keras.Sequential([keras.Input((4,)), L.RepeatVector(2**20)])",
        "hungry()(np.ones((999, 4), 'float32'))",
    ),
}


def exercise(name: str, check: str, reference: str = "None") -> list[tuple[str, str, dict[str, object]]]:
    stub = f"def {name}(*args):\n    ### BEGIN SOLUTION\n    return {reference}\n    ### END SOLUTION"
    return [(name, stub, ANSWER), (f"test_{name}", check, {"grade": True, "points": 1})]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    cells = [("setup_imports", SETUP, {})]
    for name, (_, check) in HONEST.items():
        cells += exercise(name, check)
    for name in ATTACKS:
        cells += exercise(name, CHECK_OF_ATTACK.format(name))
    for name in PRETENDERS:
        cells += exercise(name, CHECK_OF_PRETENDER.format(name))
    for name in FORGED:
        cells += exercise(name, CHECK_OF_ATTACK.format(name))
    for name, (_, check) in COSTLY.items():
        cells += exercise(name, check)
    cells += exercise("control", CHECK_OF_ATTACK.format("control"))
    cells += exercise(
        "small", "assert small().count_params() == 9", "keras.Sequential([keras.Input((2,)), L.Dense(3)])"
    )
    cells += exercise("size_of_small", "assert size_of_small() == 9", "small().count_params()")
    path = make_notebook(cells, tmp_path_factory.mktemp("keras") / "exercises.ipynb")
    allow_seconds(path, "test_slow", 4)
    with open_engine(read_source(path), library_files(()), 1, Limits(cell_seconds=30.0)) as opened:
        yield opened


def allow_seconds(path: Path, name: str, seconds: float) -> None:
    tree = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in tree["cells"] if cell["id"] == name)["metadata"]["gradschool"] = {"seconds": seconds}
    path.write_text(json.dumps(tree), encoding="utf-8")


def graded(engine: Engine, texts: dict[str, str], helpers: list[str] | None = None) -> Graded:
    return engine.grade(answers(texts, helpers), "secret")[1]


def by_name(outcome: Graded) -> dict[str, ExerciseResult]:
    return {result.name: result for result in outcome.exercises}


@pytest.fixture(scope="module")
def honest(engine: Engine) -> dict[str, ExerciseResult]:
    return by_name(graded(engine, {name: answer for name, (answer, _) in HONEST.items()}))


@pytest.fixture(scope="module")
def attacked(engine: Engine) -> dict[str, ExerciseResult]:
    """One submission in which every attack is made, one after the other, and right work beside them."""
    texts = {name: f"def {name}():\n    return {given}" for name, (given, _) in ATTACKS.items()}
    texts |= {name: f"def {name}():\n    {body}" for name, body in PRETENDERS.items()}
    texts["control"] = "def control():\n    return crafted()"
    texts["ends"] = CRAFT + "\n" + HONEST["ends"][0]
    return by_name(graded(engine, texts))


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_model_arrives_whole(honest, name):
    assert (honest[name].verdict, honest[name].score) == (Verdict.PASSED, 1.0), honest[name].reason


@pytest.mark.parametrize("name", ATTACKS)
def test_a_model_that_is_not_on_the_lists_is_refused_with_a_plain_reason(attacked, name):
    found = attacked[name]
    assert (found.verdict, found.score) == (Verdict.FAILED, 0.0), found.reason
    assert ATTACKS[name][1] in found.reason, found.reason
    assert "\n" not in found.reason and len(found.reason) < 250


@pytest.mark.parametrize("name", PRETENDERS)
def test_what_a_model_says_of_itself_does_not_count(attacked, name):
    assert (attacked[name].verdict, attacked[name].score) == (Verdict.FAILED, 0.0), attacked[name].reason


def test_the_attacks_fail_by_what_they_change_and_harm_no_neighbour(attacked):
    assert attacked["control"].score == 1.0, attacked["control"].reason
    assert attacked["ends"].score == 1.0, attacked["ends"].reason


def test_a_forged_reply_ends_its_own_exercise_and_no_other(engine):
    texts = {name: f"def {name}():\n    return forged({value!r})" for name, value in FORGED.items()}
    texts["trained"] = FORGE
    texts["small"] = "def small():\n    return keras.Sequential([keras.Input((2,)), L.Dense(3)])"
    found = by_name(graded(engine, texts))
    for name in FORGED:
        assert (found[name].verdict, found[name].score) == (Verdict.CRASHED, 0.0), found[name]
    assert found["small"].score == 1.0


def test_a_model_that_costs_too_much_is_the_answers_fault_not_the_checks(engine):
    texts = {name: f"def {name}():\n    {made}\n    return m" for name, (made, _) in COSTLY.items()}
    texts["small"] = "def small():\n    return keras.Sequential([keras.Input((2,)), L.Dense(3)])"
    found = by_name(graded(engine, texts))
    assert (found["slow"].verdict, found["slow"].score) == (Verdict.TIMEOUT, 0.0), found["slow"]
    assert found["hungry"].verdict in (Verdict.FAILED, Verdict.CRASHED) and found["hungry"].score == 0.0
    assert found["small"].score == 1.0


def test_a_reference_in_the_place_of_a_wrong_answer_gives_a_model(engine):
    texts = {
        "small": "def small():\n    return keras.Sequential([keras.Input((2,)), L.Dense(8)])",
        "size_of_small": "def size_of_small():\n    return small().count_params()",
    }
    found = by_name(graded(engine, texts))
    assert (found["small"].score, found["size_of_small"].score) == (0.0, 1.0), found["size_of_small"].reason


# -- the same model or not


def built(units=4, activation="relu", rate=0.2, eta=0.01, loss="mse", around=False, compiled=True):
    import keras

    x = keras.Input((3,))
    h = keras.layers.Dense(units, activation=activation)(x)
    h = keras.layers.Dropout(rate)(h)
    h = keras.layers.Add()([h, keras.layers.Dense(units)(h)]) if around else keras.layers.Dense(units)(h)
    model = keras.Model(x, h)
    if compiled:
        model.compile(keras.optimizers.Adam(eta), loss)
    return model


@pytest.mark.parametrize(
    "change",
    [
        {"units": 5},
        {"activation": "tanh"},
        {"rate": 0.5},
        {"eta": 0.1},
        {"loss": "mae"},
        {"around": True},
        {"compiled": False},
    ],
    ids=str,
)
def test_models_that_are_built_or_compiled_otherwise_are_not_alike(change):
    assert not behaviour.alike([built()], [built(**change)])


def test_models_of_the_same_lines_are_alike_whatever_their_names_and_first_weights():
    one, other = built(around=True), built(around=True)
    assert [layer.name for layer in one.layers] != [layer.name for layer in other.layers]
    assert behaviour.alike(one, other) and behaviour.alike({"m": one}, {"m": other})
    assert not behaviour.alike(one, 3.0) and not behaviour.alike(None, one)


# -- without Keras


def test_a_tensor_tells_only_of_the_inputs_that_it_was_made_of():
    """A candidate still holds those of earlier tests, which the examiner has taken back."""
    import keras

    from autograder.keras_describe import describe_output

    earlier, present = keras.Input((4,)), keras.Input((4,))
    assert describe_output(keras.layers.Dense(2)(present), {earlier: 1, present: 2})["given"] == [2]


def test_the_wire_and_its_ends_load_no_keras():
    code = (
        "import sys; from autograder import candidate, examiner, keras_build, wire; "
        "sys.exit(bool({'keras', 'tensorflow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


MODEL = {"model": {"kind": "Sequential", "config": {}}, "compile": None}


def test_a_model_travels_with_its_handle_and_is_refused_where_none_is_expected():
    body = wire.encode([object()], lambda _: wire.Handle(4, "Sequential", True, MODEL, "", 7))
    assert wire.decode(body, lambda reference: reference) == [wire.Handle(4, "Sequential", True, MODEL, "", 7)]
    with pytest.raises(wire.WireError, match="not allowed"):
        wire.decode(body)
    lent = wire.encode(object(), lambda _: wire.Lent(3, MODEL))
    assert wire.decode(lent, lambda reference: reference) == wire.Lent(3, MODEL)
    with pytest.raises(wire.WireError, match="not allowed"):
        wire.decode(lent)


def test_the_conductor_can_tell_that_a_model_passes():
    assert wire.brings_model(wire.encode([object()], lambda _: wire.Handle(4, "Sequential", True, MODEL)))
    assert not wire.brings_model(wire.encode({"model": ['"model":', {"value": np.zeros(3)}]}))


@pytest.fixture
def line() -> Line:
    return Line(Channel(-1))


def test_a_unit_without_keras_never_loads_it_for_a_stranger(line, monkeypatch):
    for name in ("keras", "tensorflow"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    for handle in (wire.Handle(1, "Sequential", True, MODEL), wire.Handle(1, "Sequential", True, why="no")):
        assert object.__getattribute__(line.resolve(handle), "_reason") == ""
    assert "keras" not in sys.modules


USES = {
    "called": lambda model: model(1),
    "asked": lambda model: model.count_params(),
    "set": lambda model: setattr(model, "trainable", False),
    "compared": lambda model: model == 1,
    "indexed": lambda model: model[0],
    "added": lambda model: model + 1,
    "walked": list,
    "classed": lambda model: isinstance(model, dict),
    "sent": lambda model: wire.encode([model]),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_refused_model_says_why_whatever_is_done_with_it(line, use):
    model = Remote(line, 1, "Sequential", "a layer of kind Lambda can't be graded")
    with pytest.raises(NotComparable, match="a Keras model, but a layer of kind Lambda can't be graded") as raised:
        use(model)
    assert raised.value.message == str(raised.value)
    assert isinstance(model, Remote)
