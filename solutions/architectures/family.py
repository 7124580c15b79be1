"""The family tree of the classic networks: who came after whom, with which idea, and how well it did.

Errors are those that the papers report, in per cent; nothing here is computed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    """One network, or several of one paper that share an idea.

    `after` names those whose ideas it builds on. `top5` is the share of test images whose class is not among the five
    best guesses, in ILSVRC (ImageNet, 1000 classes), by the best ensemble of the paper; None where there was none yet.
    """

    name: str
    year: int
    after: tuple[str, ...]
    idea: str
    top5: float | None
    result: str
    paper: str


FAMILY = (
    Network(
        "LeNet-5",
        1998,
        (),
        "Convolution and subsampling in turns, trained end to end: features are learned, not designed.",
        None,
        "0.95 % errors on MNIST, 0.8 % with distorted digits added; ImageNet did not exist.",
        "LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 1998",
    ),
    Network(
        "AlexNet",
        2012,
        ("LeNet-5",),
        "The same with 60 million weights, on two GPUs: ReLU, dropout, augmentation, normalisation across channels.",
        15.3,
        "Won ILSVRC-2012 with 15.3 % (seven networks); the second had 26.2 %.",
        "Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, NIPS 2012",
    ),
    Network(
        "VGG",
        2014,
        ("AlexNet",),
        "Only 3×3 kernels, in stacks: deeper, and fewer weights for the same field of view.",
        7.3,
        "Second in ILSVRC-2014 classification with 7.3 % (seven networks); 6.8 % with two after the contest.",
        "Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition, ICLR 2015",
    ),
    Network(
        "GoogLeNet",
        2014,
        ("AlexNet",),
        "Kernels of several sizes side by side behind 1×1 bottlenecks; the mean of each map replaces dense layers.",
        6.67,
        "Won ILSVRC-2014 classification with 6.67 % (seven networks, 144 crops).",
        "Szegedy et al., Going deeper with convolutions, CVPR 2015",
    ),
    Network(
        "Inception v2",
        2015,
        ("GoogLeNet", "VGG"),
        "Batch normalisation after every convolution; two 3×3 in place of 5×5.",
        4.82,
        "4.82 % (six networks, 144 crops); GoogLeNet's accuracy after a fourteenth of the steps.",
        "Ioffe and Szegedy, Batch normalization, ICML 2015",
    ),
    Network(
        "Inception v3",
        2015,
        ("Inception v2",),
        "Kernels factorised into 1×n and n×1, maps halved by strided branches, smoothed labels.",
        3.58,
        "3.58 % (four networks, 144 crops); one network with one crop: 5.6 % of the validation images.",
        "Szegedy et al., Rethinking the inception architecture for computer vision, CVPR 2016",
    ),
    Network(
        "ResNet",
        2015,
        ("VGG", "Inception v2"),
        "Shortcuts: a block learns what to add to its input, so that 152 layers train better than 34.",
        3.57,
        "Won ILSVRC-2015 with 3.57 % (six networks).",
        "He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016",
    ),
    Network(
        "Inception-v4",
        2016,
        ("Inception v3",),
        "One kind of module for each size of maps, and more of them; no shortcuts.",
        3.08,
        "3.08 %, together with three Inception-ResNet-v2; alone with one crop 5.0 % of the validation images.",
        "Szegedy et al., Inception-v4, Inception-ResNet and the impact of residual connections on learning, AAAI 2017",
    ),
    Network(
        "Inception-ResNet",
        2016,
        ("Inception v3", "ResNet"),
        "Inception modules with shortcuts around them, scaled by 0.1 to 0.3 where they are wide; they train faster.",
        3.08,
        "3.08 %, three v2 together with one Inception-v4; alone with one crop 5.5 % (v1) and 4.9 % (v2) of the "
        "validation images.",
        "Szegedy et al., Inception-v4, Inception-ResNet and the impact of residual connections on learning, AAAI 2017",
    ),
)


def network(name: str) -> Network:
    """Look a network up.

    Arguments: name, as in `FAMILY`, such as "AlexNet".
    Errors: ValueError for another name.
    """
    for one in FAMILY:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in FAMILY)
    raise ValueError(f"expected one of {names}; received {name!r}. Likely cause: another spelling.")


def came_after(name: str) -> tuple[str, ...]:
    """List the networks that build directly on one.

    Arguments: name, as in `FAMILY`.
    Returns: their names, by year.
    Errors: ValueError for another name.
    """
    before = network(name)
    return tuple(one.name for one in FAMILY if before.name in one.after)


def tree_text() -> str:
    """Draw the family tree in lines of text: each network below the first of those it builds on."""
    return "\n".join(_branch(one, "") for one in FAMILY if not one.after)


def _branch(one: Network, indent: str) -> str:
    others = f" (and {', '.join(one.after[1:])})" if one.after[1:] else ""
    heirs = [heir for heir in FAMILY if heir.after[:1] == (one.name,)]
    lines = [f"{indent}{one.name}, {one.year}{others}: {one.idea}"]
    return "\n".join([*lines, *(_branch(heir, indent + "  ") for heir in heirs)])
