"""Two colour photographs: a Chinese temple and a flower. Card: `cards/photographs.md`."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.installed import cause, installed_file
from datasets.integrity import check_fingerprint

SHA256 = "ca1630313ecd0e39fa8cebbf8678da1593125f45444d784f5123fbc95e75723f"
"""Of the bytes of the two files: decoders of JPEG may differ in a pixel's last bit."""


@dataclass(frozen=True)
class Photographs:
    """Two colour photographs, each (427, 640, 3) uint8: rows, columns, and red, green, blue from 0 to 255."""

    china: NDArray[np.uint8]
    flower: NDArray[np.uint8]


def photographs() -> Photographs:
    """Load the two photographs; every call gives fresh arrays.

    Errors: DataChanged where the installed scikit-learn holds no or other photographs.
    Source: Buechele ("china") and vultilion ("flower"), Flickr, 2011.
    """
    files = [installed_file("sklearn", "datasets", "images", name).read_bytes() for name in ("china.jpg", "flower.jpg")]
    contents = [np.frombuffer(file, dtype=np.uint8) for file in files]
    check_fingerprint("photographs", SHA256, *contents, cause=cause("sklearn"))
    china, flower = map(_decode, files)
    return Photographs(china=china, flower=flower)


def _decode(jpeg: bytes) -> NDArray[np.uint8]:
    """The pixels (rows, columns, 3) of a JPEG file."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        return np.array(image.convert("RGB"))
