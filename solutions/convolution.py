"""Unit 09: convolution and pooling, forwards and backwards, their sizes and costs, and a network that sees.

Symbols as in the lesson: images x (N, height, width, channels), kernels w (kh, kw, c_in, c_out), one bias per filter
b (c_out,); n, f, s, p for the sizes of image, kernel, stride and padding along one axis; feature maps out. Networks
slide the kernel as it is (cross-correlation) and call that convolution.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from solutions import activations, initialization, losses

Array = NDArray[np.floating]
Labels = NDArray[np.int64]
Pair = tuple[int, int]
Params = tuple[Array, Array, Array, Array]  #: w, b of the convolution, W, c of the dense head


def output_size(n: int, f: int, s: int = 1, p: int = 0) -> int:
    """Count the places of a kernel along one axis: ⌊(n − f + 2p) / s⌋ + 1.

    Arguments: n pixels, f the kernel's size, s the stride, p zeros on either side; whole numbers.
    Returns: the number of outputs along this axis.
    Errors: ValueError where the kernel is larger than the padded image.
    Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
    """
    if f > n + 2 * p:
        raise ValueError(
            f"expected a kernel of at most {n + 2 * p} (the image with its padding); received {f}. "
            "Likely cause: the image has shrunk on its way; use padding, or fewer layers."
        )
    return (n - f + 2 * p) // s + 1


def same_padding(n: int, f: int, s: int = 1) -> Pair:
    """Say how many zeros 'same' padding puts before and after, so that ⌈n / s⌉ outputs come out.

    Where the number is odd, the extra zero comes after, as in TensorFlow.

    Arguments: n pixels, f the kernel's size, s the stride; whole numbers.
    Returns: (before, after).
    Source: TensorFlow, documentation of tf.nn.
    """
    outputs = -(-n // s)
    total = max((outputs - 1) * s + f - n, 0)
    return total // 2, total - total // 2


def conv2d_loops(
    x: ArrayLike, w: ArrayLike, b: ArrayLike, stride: int | Pair = 1, padding: str | int = "valid"
) -> Array:
    """Slide kernels over images, one place after the other: out = Σ window·kernel + bias.

    Arguments: x (N, height, width, c_in); w (kh, kw, c_in, c_out); b (c_out,); stride a number or (down, right);
    padding "valid" (none), "same", or a number of zeros on every side.
    Returns: (N, out height, out width, c_out).
    Errors: ValueError for another padding, or where the kernel does not fit.
    Source: LeCun et al., "Backpropagation applied to handwritten zip code recognition", 1989.
    """
    w, b, (down, right) = np.asarray(w), np.asarray(b), _pair(stride)
    kh, kw, _, c_out = w.shape
    x = _pad(x, (kh, kw), (down, right), padding)
    images, height, width, _ = x.shape
    shape = images, output_size(height, kh, down), output_size(width, kw, right), c_out
    out = np.empty(shape, dtype=np.result_type(x, w, b))
    for n, i, j, k in np.ndindex(out.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw]
        out[n, i, j, k] = np.sum(window * w[..., k]) + b[k]
    return out


def conv2d(x: ArrayLike, w: ArrayLike, b: ArrayLike, stride: int | Pair = 1, padding: str | int = "valid") -> Array:
    """Slide kernels over images, all places at once: every window becomes a row (im2col), then one matrix product.

    Arguments, returns and errors: as for `conv2d_loops`.
    Source: Chellapilla, Puri and Simard, "High performance convolutional neural networks", 2006.
    """
    w = np.asarray(w)
    kh, kw, _, c_out = w.shape
    windows = _windows(_pad(x, (kh, kw), stride, padding), (kh, kw), stride)
    out = _rows(windows) @ w.reshape(-1, c_out) + b
    return out.reshape(*windows.shape[:3], c_out)


def conv2d_backward(
    dout: ArrayLike, x: ArrayLike, w: ArrayLike, stride: int | Pair = 1, padding: str | int = "valid"
) -> tuple[Array, Array, Array]:
    """Send the gradient of the loss back through a convolution.

    With the windows as rows again, dw is one matrix product. For dx, the kernel's few places take turns: each met one
    pixel per window, and that pixel receives weight·dout; where windows overlap, the shares add.

    Arguments: dout (N, out height, out width, c_out); x, w, stride and padding as they went into `conv2d`.
    Returns: dx, dw of the shapes of x and w, db (c_out,).
    Source: LeCun et al., 1989.
    """
    dout, w = np.asarray(dout), np.asarray(w)
    kh, kw, c_in, c_out = w.shape
    padded = _pad(x, (kh, kw), stride, padding)
    flat = dout.reshape(-1, c_out)
    dw = _rows(_windows(padded, (kh, kw), stride)).T @ flat
    dpadded = np.zeros(padded.shape, dtype=np.result_type(dout, w))
    for i, j in np.ndindex(kh, kw):
        dpadded[_met(i, j, dout, stride)] += (flat @ w[i, j].T).reshape(*dout.shape[:3], c_in)
    return _unpad(dpadded, np.shape(x), (kh, kw), stride, padding), dw.reshape(w.shape), flat.sum(axis=0)


def max_pool(x: ArrayLike, size: int | Pair, stride: int | Pair | None = None) -> Array:
    """Keep the largest value of each window, channel by channel.

    Arguments: x (N, height, width, channels); size of the window, a number or (height, width); stride likewise, by
    default the size, so that windows don't overlap. What is left over at the right and below is not used.
    Returns: (N, out height, out width, channels).
    Source: Weng, Ahuja and Huang, "Cresceptron", 1992; Riesenhuber and Poggio, 1999.
    """
    return _windows(np.asarray(x), _pair(size), stride or size).max(axis=(4, 5))


def max_pool_backward(dout: ArrayLike, x: ArrayLike, size: int | Pair, stride: int | Pair | None = None) -> Array:
    """Send each window's gradient to the pixel that won it; where windows overlap, the shares add.

    Of equal winners the first one, row by row, gets it all.

    Arguments: dout (N, out height, out width, channels); x, size and stride as they went into `max_pool`.
    Returns: dx, of the shape of x.
    """
    dout, (kh, kw) = np.asarray(dout), _pair(size)
    windows = _windows(np.asarray(x), (kh, kw), stride or size)
    winner = windows.reshape(*dout.shape, kh * kw).argmax(axis=-1)
    dx = np.zeros(np.shape(x), dtype=dout.dtype)
    for i, j in np.ndindex(kh, kw):
        dx[_met(i, j, dout, stride or size)] += dout * (winner == i * kw + j)
    return dx


def avg_pool(x: ArrayLike, size: int | Pair, stride: int | Pair | None = None) -> Array:
    """Take the mean of each window, channel by channel.

    Arguments and returns: as for `max_pool`.
    Source: LeCun et al., "Gradient-based learning applied to document recognition", 1998 (there with a learned factor).
    """
    return _windows(np.asarray(x), _pair(size), stride or size).mean(axis=(4, 5))


def avg_pool_backward(dout: ArrayLike, x: ArrayLike, size: int | Pair, stride: int | Pair | None = None) -> Array:
    """Share each window's gradient evenly among its pixels; where windows overlap, the shares add.

    Arguments and returns: as for `max_pool_backward`; of x only the shape matters.
    """
    kh, kw = _pair(size)
    share = np.asarray(dout) / (kh * kw)
    dx = np.zeros(np.shape(x), dtype=share.dtype)
    for i, j in np.ndindex(kh, kw):
        dx[_met(i, j, share, stride or size)] += share
    return dx


def conv1d(x: ArrayLike, w: ArrayLike, b: ArrayLike, stride: int = 1, padding: str | int = "valid") -> Array:
    """Slide kernels along sequences: a convolution of images that are one pixel high.

    Arguments: x (N, time, c_in); w (k, c_in, c_out); b (c_out,); stride a number; padding as for `conv2d`, in time.
    Returns: (N, out time, c_out).
    Source: Waibel et al., "Phoneme recognition using time-delay neural networks", 1989.
    """
    x, w = np.asarray(x), np.asarray(w)
    x = np.pad(x, ((0, 0), _zeros(x.shape[1], len(w), stride, padding), (0, 0)))
    return conv2d(x[:, np.newaxis], w[np.newaxis], b, (1, stride))[:, 0]


def count_conv_parameters(kh: int, kw: int, c_in: int, c_out: int, bias: bool = True) -> int:
    """Count the parameters of a convolution: kh·kw·c_in weights and a bias for each of c_out filters.

    Arguments: kh, kw the kernel's size; c_in, c_out the channels; bias, whether filters have one.
    Returns: a whole number; the size of the image is not in it.
    """
    return (kh * kw * c_in + int(bias)) * c_out


def count_multiplications(out_h: int, out_w: int, kh: int, kw: int, c_in: int, c_out: int) -> int:
    """Count the multiplications of a convolution for one image: kh·kw·c_in for every output value.

    Arguments: out_h, out_w the size of the output; kh, kw the kernel's; c_in, c_out the channels.
    Returns: a whole number.
    """
    return out_h * out_w * c_out * kh * kw * c_in


def receptive_field(layers: list[Pair]) -> int:
    """Say how many pixels along one axis one output of a stack of layers can see.

    A layer adds (kernel − 1) steps, each as long as all strides before it together.

    Arguments: layers, (kernel, stride) from the first layer to the last, pooling included.
    Returns: a whole number, 1 without layers.
    Source: Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", 2019.
    """
    field, step = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step *= stride
    return field


def cnn_forward(x: ArrayLike, params: Params) -> Array:
    """Look at images: convolution ('same'), ReLU, 2×2 max-pooling, flatten, dense.

    Arguments: x (N, height, width, c_in); params = w (kh, kw, c_in, filters), b (filters,),
    W (⌊height/2⌋·⌊width/2⌋·filters, classes), c (classes,).
    Returns: logits (N, classes).
    """
    w, b, W, c = params
    seen = activations.relu(conv2d(x, w, b, padding="same"))
    return max_pool(seen, 2).reshape(len(seen), -1) @ W + c


def cnn_gradients(x: ArrayLike, y: ArrayLike, params: Params) -> tuple[float, Params]:
    """Compute the mean softmax cross-entropy of `cnn_forward`, and its gradient by every parameter.

    Arguments: x (N, height, width, c_in); y (N,) labels 0 … classes − 1; params as in `cnn_forward`.
    Returns: loss, (dw, db, dW, dc) of the shapes of the params.
    Source: LeCun et al., 1989.
    """
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    seen = activations.relu(z)
    pooled = max_pool(seen, 2)
    flat = pooled.reshape(len(pooled), -1)
    class_logits = flat @ W + c
    dlogits = losses.softmax_crossentropy_grad(y, class_logits)
    dpooled = (dlogits @ W.T).reshape(pooled.shape)
    dz = max_pool_backward(dpooled, seen, 2) * activations.relu_grad(z)
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    loss = losses.sparse_categorical_crossentropy_from_logits(y, class_logits)
    return float(loss), (dw, db, flat.T @ dlogits, dlogits.sum(axis=0))


def read_digits(images: ArrayLike, y: ArrayLike, new: ArrayLike, rng: np.random.Generator) -> Labels:
    """Learn from labelled images of digits with a convolutional network, and say which digits the new ones are.

    12 filters of 3×3 from He's start; stochastic gradient descent with momentum 0.9 (unit 06), in batches of 32, with
    a learning rate that falls from 0.1 to 0.01.

    Arguments: images (N, 8, 8, 1) from 0 to 1; y (N,) labels 0 to 9; new (M, 8, 8, 1); rng for start and order.
    Returns: (M,) labels 0 to 9.
    """
    images, y = np.asarray(images), np.asarray(y)
    w = initialization.he_normal((3, 3, 1, 12), rng)
    W = initialization.glorot_normal((4 * 4 * 12, 10), rng)
    params: Params = (w, np.zeros(12), W, np.zeros(10))
    moving = [np.zeros_like(param) for param in params]
    for lr in np.geomspace(0.1, 0.01, 9):
        order = rng.permutation(len(images))
        for batch in np.split(order, range(32, len(y), 32)):
            _, grads = cnn_gradients(images[batch], y[batch], params)
            moving = [0.9 * m + grad for m, grad in zip(moving, grads, strict=True)]
            params = tuple(param - lr * m for param, m in zip(params, moving, strict=True))
    return cnn_forward(new, params).argmax(axis=1)


def _pair(number: int | Pair) -> Pair:
    """A size for both axes: 2 means (2, 2)."""
    down, right = np.broadcast_to(number, 2).tolist()
    return down, right


def _zeros(n: int, f: int, s: int, padding: str | int) -> Pair:
    """How many zeros a padding puts before and after, along one axis."""
    if padding not in ("valid", "same") and not isinstance(padding, (int, np.integer)):
        raise ValueError(
            f"expected padding 'valid', 'same' or a whole number; received {padding!r}. Likely cause: a typing error."
        )
    if padding == "same":
        return same_padding(n, f, s)
    p = 0 if padding == "valid" else int(padding)
    return p, p


def _borders(shape: tuple[int, ...], kernel: Pair, stride: int | Pair, padding: str | int) -> tuple[Pair, Pair]:
    """The zeros (above, below) and (left, right) of images of this shape."""
    down, right = _pair(stride)
    return _zeros(shape[1], kernel[0], down, padding), _zeros(shape[2], kernel[1], right, padding)


def _pad(x: ArrayLike, kernel: Pair, stride: int | Pair, padding: str | int) -> Array:
    """Images with their zeros around them."""
    return np.pad(x, ((0, 0), *_borders(np.shape(x), kernel, stride, padding), (0, 0)))


def _unpad(padded: Array, shape: tuple[int, ...], kernel: Pair, stride: int | Pair, padding: str | int) -> Array:
    """What `_pad` was given, cut out again."""
    (above, _), (left, _) = _borders(shape, kernel, stride, padding)
    return padded[:, above : above + shape[1], left : left + shape[2]]


def _windows(x: Array, kernel: Pair, stride: int | Pair) -> Array:
    """All windows of images, without copying: (N, out height, out width, channels, kh, kw)."""
    down, right = _pair(stride)
    return sliding_window_view(x, kernel, axis=(1, 2))[:, ::down, ::right]


def _rows(windows: Array) -> Array:
    """Every window as a row of kh·kw·c_in numbers, in the order of a kernel's weights (im2col)."""
    _, _, _, c_in, kh, kw = windows.shape
    return windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, kh * kw * c_in)


def _met(i: int, j: int, out: Array, stride: int | Pair) -> tuple[slice, ...]:
    """The pixels that place (i, j) of a sliding window meets, one for each output value."""
    (oh, ow), (down, right) = out.shape[1:3], _pair(stride)
    return np.s_[:, i : i + oh * down : down, j : j + ow * right : right]
