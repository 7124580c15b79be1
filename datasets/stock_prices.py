"""A stock's price on 1047 days of trading. Card: `cards/stock.md`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.installed import cause, installed_file
from datasets.integrity import DataChanged, check_fingerprint

SHA256 = "7b5a7ba24b2d3103d1cafb8b2f1d078b88d882ba6c39aaedf60425da50ee47cd"
FILE = ("matplotlib", "mpl-data", "sample_data", "goog.npz")


@dataclass(frozen=True)
class Stock:
    """The price of Google's stock at the close of each day of trading, 2004-08-19 to 2008-10-14.

    dates (1047,) datetime64[D], rising, without weekends and holidays;
    prices (1047,) float64 in US dollars.
    """

    dates: NDArray[np.datetime64]
    prices: NDArray[np.float64]


def stock() -> Stock:
    """Load the daily prices; every call gives fresh arrays.

    Errors: DataChanged where the installed matplotlib holds no or other prices.
    Source: the sample data of matplotlib, goog.npz.
    """
    import zipfile

    path = installed_file(*FILE)
    try:
        with np.load(path, allow_pickle=False) as archive:
            table = archive["price_data"]
            dates, prices = table["date"].astype("datetime64[D]"), table["adj_close"].astype(np.float64)
    except (OSError, EOFError, KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise DataChanged(
            f"expected dates and prices in {path.name}, received: {error}. Likely cause: {cause(FILE[0])}"
        ) from error
    check_fingerprint("stock", SHA256, dates, prices, cause=cause(FILE[0]))
    return Stock(dates=dates, prices=prices)
