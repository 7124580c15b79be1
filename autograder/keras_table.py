"""What a Keras model that crosses the wire may be made of: kinds by name, and what each setting may be.

A description names a kind; the class is looked up here, among Keras's own of that family, and is called with settings
that were read one by one. Nothing in a description can name a module, a function or a file. Keras's deserializer is not
used: it finds classes by module path and registered name, and knows forms for code, so its surface is far larger than
these tables.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

NAME = re.compile(r"[\w .\-]{1,100}")
LARGEST_SIZE = 1 << 20  #: of a setting such as units or a shape's side
MOST_SIZES = 8  #: in one setting
MOST_VALUES = 1000  #: in a schedule


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODELS = {  #: kinds of models, and what is told of each
    "Sequential": {"name", "trainable", "layers"},
    "Functional": {"name", "trainable", "layers", "calls", "inputs", "outputs"},
}
_RECURRENT = "SimpleRNN LSTM GRU"
_WRAPPED = _words(f"Dense Conv1D Conv2D Flatten Dropout Activation MaxPooling2D {_RECURRENT}")
KINDS: Mapping[str, frozenset[str]] = {
    family: _words(names)
    for family, names in {
        "layers": "InputLayer Dense Embedding Masking Activation ReLU LeakyReLU PReLU ELU Softmax Flatten Reshape "
        "Permute RepeatVector Rescaling Conv1D Conv2D Conv2DTranspose DepthwiseConv2D SeparableConv1D SeparableConv2D "
        "MaxPooling1D MaxPooling2D AveragePooling1D AveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D "
        "GlobalAveragePooling1D GlobalAveragePooling2D Dropout SpatialDropout1D SpatialDropout2D GaussianNoise "
        "GaussianDropout AlphaDropout ActivityRegularization BatchNormalization LayerNormalization GroupNormalization "
        "UnitNormalization Concatenate Add Subtract Multiply Average Maximum Minimum Dot ZeroPadding1D ZeroPadding2D "
        f"Cropping1D Cropping2D UpSampling1D UpSampling2D Bidirectional TimeDistributed {_RECURRENT}",
        "initializers": "Zeros Ones Constant RandomNormal RandomUniform TruncatedNormal VarianceScaling GlorotNormal "
        "GlorotUniform HeNormal HeUniform LecunNormal LecunUniform Orthogonal Identity",
        "regularizers": "L1 L2 L1L2",
        "constraints": "MaxNorm MinMaxNorm NonNeg UnitNorm",
        "optimizers": "SGD Adam AdamW Adamax Nadam RMSprop Adagrad Adadelta",
        "schedules": "ExponentialDecay InverseTimeDecay PiecewiseConstantDecay PolynomialDecay CosineDecay",
        "losses": "MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredLogarithmicError Huber "
        "LogCosh Hinge SquaredHinge CategoricalHinge BinaryCrossentropy CategoricalCrossentropy "
        "SparseCategoricalCrossentropy KLDivergence Poisson CosineSimilarity",
        "metrics": "Accuracy BinaryAccuracy CategoricalAccuracy SparseCategoricalAccuracy TopKCategoricalAccuracy "
        "SparseTopKCategoricalAccuracy MeanSquaredError RootMeanSquaredError MeanAbsoluteError BinaryCrossentropy "
        "CategoricalCrossentropy SparseCategoricalCrossentropy Precision Recall AUC",
    }.items()
}
ACTIVATIONS = _words(
    "linear relu relu6 leaky_relu elu selu celu silu swish gelu softplus softsign softmax log_softmax sigmoid "
    "log_sigmoid hard_sigmoid hard_silu tanh hard_tanh mish exponential"
)
ACTIVATION_LAYERS = _words("ReLU LeakyReLU ELU Softmax")  #: without weights, so they may be activations too
#: operations between tensors of a graph, by the class that Keras records → its public function
OPERATIONS = {
    "Add": "add",
    "Subtract": "subtract",
    "Multiply": "multiply",
    "TrueDivide": "true_divide",
    "Maximum": "maximum",
    "Minimum": "minimum",
    "Relu": "relu",
    "Tanh": "tanh",
    "Sigmoid": "sigmoid",
}
CALL_SETTINGS = frozenset({"training", "mask", "initial_state"})
SCORES = _words(
    "mse mae mape msle mean_squared_error mean_absolute_error mean_absolute_percentage_error "
    "mean_squared_logarithmic_error huber log_cosh hinge squared_hinge categorical_hinge binary_crossentropy "
    "categorical_crossentropy sparse_categorical_crossentropy kl_divergence poisson cosine_similarity accuracy "
    "acc crossentropy ce binary_accuracy categorical_accuracy sparse_categorical_accuracy "
    "top_k_categorical_accuracy sparse_top_k_categorical_accuracy"
)
_WORDS = _words(
    "valid same causal channels_last channels_first nearest bilinear bicubic concat sum mul ave fan_in fan_out "
    "fan_avg truncated_normal untruncated_normal normal uniform sum_over_batch_size mean mean_with_sample_weight "
    "none ROC PR interpolation majoring minoring"
)
_DTYPES = _words("float16 bfloat16 float32 float64 mixed_float16 mixed_bfloat16 bool uint8 int8 int16 int32 int64")


class Unfit(ValueError):
    """A model, or what claims to be one, can't be taken; the text is a plain reason, made of no one else's words."""


def malformed(what: str) -> Unfit:
    return Unfit(f"{what} is malformed")


def truth(value: Any) -> bool:
    if type(value) is not bool:
        raise malformed("a setting that is true or false")
    return value


def number(value: Any) -> int | float | None:
    """A finite number, or None."""
    if value is not None and (type(value) not in (int, float) or not math.isfinite(value) or abs(value) > 1e15):
        raise malformed("a setting that is a number")
    found: int | float | None = value
    return found


def size(value: Any) -> int:
    """A whole number from 1 on."""
    if type(value) is not int or not 1 <= value <= LARGEST_SIZE:
        raise Unfit(f"a size of a layer is not a whole number from 1 to {LARGEST_SIZE}")
    return value


def sizes(value: Any, depth: int = 0) -> Any:
    """Sizes, axes and shapes: a whole number, None, or a short list of these."""
    if value is None or (type(value) is int and abs(value) <= LARGEST_SIZE):
        return value
    if type(value) not in (list, tuple) or len(value) > MOST_SIZES or depth > 2:
        raise malformed("a size or shape of a layer")
    return tuple(sizes(item, depth + 1) for item in value)


def name(value: Any) -> str:
    if type(value) is not str or not NAME.fullmatch(value):
        raise Unfit("a name has signs that it can't have; use letters, digits and _")
    return value


def one_of(words: frozenset[str]) -> Callable[[Any], str | None]:
    """A reader of one of these words, or None."""

    def read(value: Any) -> str | None:
        if value is not None and (type(value) is not str or value not in words):
            raise Unfit("a setting is a word that is not on the list of those that can be graded")
        found: str | None = value
        return found

    return read


def seed(value: Any) -> int | None:
    if value is not None and (type(value) is not int or abs(value) > 1 << 32):
        raise malformed("a seed")
    found: int | None = value
    return found


def only(wanted: Any) -> Callable[[Any], Any]:
    """A reader of a setting that has to keep its usual value."""

    def read(value: Any) -> Any:
        if value is not wanted:
            raise Unfit("a setting of a layer is unusual; leave it at its default")
        return value

    return read


def numbers(value: Any) -> Any:
    """A number, or a list of numbers."""
    if type(value) in (list, tuple) and len(value) <= MOST_VALUES:
        return [number(item) for item in value]
    return number(value)


def part(family: str, kinds: frozenset[str] | None = None) -> Callable[[Any], Any]:
    """A reader of None or a described part (an initializer, a schedule, …), which it makes."""

    def read(value: Any) -> Any:
        return None if value is None else make(family, value, kinds)

    return read


def where(form: type, yes: Callable[[Any], Any], no: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A reader that reads values of one type in one way and all others in another."""
    return lambda value: (yes if type(value) is form else no)(value)


def nested(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A reader of one thing, or of a list or table of them (one for each output)."""

    def read(value: Any, depth: int = 0) -> Any:
        if type(value) in (list, tuple) and depth < 3 and len(value) <= 100:
            return [read(item, depth + 1) for item in value]
        if type(value) is dict and "kind" not in value and depth < 3 and len(value) <= 100:
            return {name(key): read(item, depth + 1) for key, item in value.items()}
        return reader(value)

    return read


def readers(groups: Mapping[str, Callable[[Any], Any]]) -> dict[str, Callable[[Any], Any]]:
    return {setting: reader for settings, reader in groups.items() for setting in settings.split()}


#: setting → how it is read; the same name means the same thing in every class of Keras
SETTINGS = readers(
    {
        "name": name,
        "dtype": one_of(_DTYPES),
        "units filters depth_multiplier groups n input_dim output_dim ema_overwrite_frequency "
        "gradient_accumulation_steps num_thresholds k": where(type(None), only(None), size),
        "kernel_size pool_size strides dilation_rate size cropping target_shape dims batch_shape shared_axes "
        "noise_shape axis axes output_padding ignore_class class_id top_k input_axes output_axes": sizes,
        "padding": where(str, one_of(_WORDS), sizes),
        "data_format interpolation merge_mode mode distribution reduction curve summation_method": one_of(_WORDS),
        "activation recurrent_activation": where(dict, part("layers", ACTIVATION_LAYERS), one_of(ACTIVATIONS)),
        "use_bias center return_sequences return_state go_backwards stateful unroll zero_output_for_mask "
        "unit_forget_bias reset_after mask_zero keepdims normalize rms_scaling nesterov amsgrad centered use_ema "
        "from_logits staircase cycle": truth,
        "scale": where(bool, truth, numbers),
        "offset thresholds decay_steps boundaries values": numbers,
        "rate momentum epsilon dropout recurrent_dropout negative_slope max_value min_value threshold alpha mask_value "
        "stddev mean minval maxval value gain l1 l2 renorm_momentum weight_decay clipnorm clipvalue global_clipnorm "
        "ema_momentum loss_scale_factor beta_1 beta_2 rho initial_accumulator_value initial_learning_rate decay_rate "
        "end_learning_rate power warmup_target warmup_steps label_smoothing delta gamma": number,
        "seed": seed,
        "sparse ragged optional synchronized renorm multi_label": only(False),
        "quantization_config renorm_clipping lora_rank num_labels label_weights": only(None),
        "learning_rate": where(dict, part("schedules"), number),
        "layer backward_layer": part("layers", _WRAPPED),
    }
)
SUFFIXES = {
    "_initializer": part("initializers"),
    "_regularizer": part("regularizers"),
    "_constraint": part("constraints"),
}
COMPILE = readers(
    {
        "optimizer": part("optimizers"),
        "loss": nested(where(dict, part("losses"), one_of(SCORES))),
        "metrics weighted_metrics": nested(where(dict, part("metrics"), one_of(SCORES))),
        "loss_weights": nested(number),
    }
)


def kind_and_config(spec: Any, beside: frozenset[str] = frozenset()) -> tuple[str, dict[str, Any]]:
    """The two entries of a description, which has no other ones but those named ``beside``."""
    if type(spec) is not dict or not {"kind", "config"} <= set(spec) <= {"kind", "config"} | beside:
        raise malformed("a part of a model")
    kind, config = spec["kind"], spec["config"]
    if type(kind) is not str or type(config) is not dict or not all(type(key) is str for key in config):
        raise malformed("a part of a model")
    return kind, config


def make(family: str, spec: Any, kinds: frozenset[str] | None = None) -> Any:
    """An object of Keras's family from its description.

    Raises:
        Unfit: if its kind or one of its settings is not on the lists.
    """
    kind, config = kind_and_config(spec)
    if kind not in (kinds or KINDS[family]) or kind not in KINDS[family]:
        raise Unfit(refusal(family, kind))
    settings = {key: read_setting(key, value) for key, value in config.items() if key != "trainable"}
    made: Any = getattr(_family(family), kind)(**settings)
    return made


def read_setting(key: str, value: Any) -> Any:
    """One setting of a part, read by what its name stands for."""
    reader = SETTINGS.get(key) or next((SUFFIXES[end] for end in SUFFIXES if key.endswith(end)), None)
    if reader is None:
        raise Unfit("a part of it has a setting that is not on the list of those that can be graded")
    return reader(value)


def refusal(family: str, kind: str) -> str:
    """Why a kind is refused. Its name is told only if it is one of Keras's: any other text may be a stranger's."""
    singular = {"losses": "loss"}.get(family, family.removesuffix("s"))
    known = kind.isidentifier() and not kind.startswith("_") and isinstance(getattr(_family(family), kind, None), type)
    if not known:
        return f"a {singular} of a kind of your own can't be graded; use one of Keras's"
    return f"a {singular} of kind {kind} can't be graded; use another of Keras's"


def _family(family: str) -> Any:
    import keras  # takes seconds: only where a model really crosses

    return keras.optimizers.schedules if family == "schedules" else getattr(keras, family)
