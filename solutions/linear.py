"""Unit 00: learning as optimisation, on the linear hypothesis ŷ = θᵀx.

Symbols as in the lesson: a table X (m, n) with one example per row and a column of ones in front
(x₀ = 1), weights θ (`theta`, (n,)), targets y (m,), cost J(θ) = 1/m · Σ (ŷ − y)².
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def add_bias(X: ArrayLike) -> NDArray:
    """Put a column of ones in front of a table, so that θ₀ · x₀ = θ₀ is the bias.

    Arguments: X (m, features).
    Returns: (m, 1 + features), a new array; the ones come first.
    """
    return np.insert(X, 0, 1, axis=1)


def predict(X: ArrayLike, theta: ArrayLike) -> NDArray:
    """Predict ŷ = θᵀx for every row x of X.

    Arguments: X (m, n) with the column of ones, theta (n,).
    Returns: (m,), in the unit of the targets.
    Errors: ValueError when X has not as many columns as theta has weights.
    """
    X, theta = np.asarray(X), np.asarray(theta)
    _check_columns(X, theta)
    return X @ theta


def mse(X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> float:
    """Measure how wrong θ is by the mean squared error J(θ) = 1/m · Σ (ŷ − y)².

    Arguments: X (m, n) with the column of ones, y (m,), theta (n,).
    Returns: one number, in the squared unit of y; 0 when every prediction is right.
    Source: Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805
    (the sum of the same squares).
    """
    return float(1 / len(X) * np.sum((predict(X, theta) - y) ** 2))


def mse_gradient(X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> NDArray[np.floating]:
    """Give the slope of the cost in every direction, ∇J(θ) = 2/m · Xᵀ(Xθ − y).

    Arguments: X (m, n) with the column of ones, y (m,), theta (n,).
    Returns: (n,), one slope per weight; it points uphill, and is 0 at the minimum.
    """
    X = np.asarray(X)
    return 2 / len(X) * X.T @ (X @ theta - y)


def gradient_descent(
    X: ArrayLike, y: ArrayLike, lr: float, steps: int, theta0: ArrayLike
) -> tuple[NDArray[np.floating], list[float]]:
    """Walk downhill from θ₀: θ ← θ − η ∇J(θ), again and again.

    It ends near the minimum if η is small enough, and runs away from it if η is too large.

    Arguments: X (m, n) with the column of ones, y (m,), lr the learning rate η, steps how often
    to step, theta0 (n,) the weights to start from.
    Returns: theta (n,) after the last step, and history, steps + 1 costs: the first at theta0,
    the last at the theta that is returned.
    Source: Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées", 1847.
    """
    theta = np.asarray(theta0)
    history = [mse(X, y, theta)]
    for _ in range(steps):
        theta = theta - lr * mse_gradient(X, y, theta)
        history.append(mse(X, y, theta))
    return theta, history


def normal_equation(X: ArrayLike, y: ArrayLike) -> NDArray[np.floating]:
    """Find a θ of least cost at once: a solution of the normal equation XᵀX θ = Xᵀy.

    XᵀX has no inverse when columns of X say the same thing (collinear) or when there are fewer rows
    than columns. Many θ are then equally good; `lstsq`, which works on X itself, gives the shortest.

    Arguments: X (m, n) with the column of ones, y (m,).
    Returns: theta (n,).
    Source: Gauss, "Theoria motus corporum coelestium", 1809; Penrose, "On best approximate
    solutions of linear matrix equations", 1956 (the shortest solution).
    """
    return np.linalg.lstsq(X, y)[0]


def to_polar(points: ArrayLike) -> NDArray[np.floating]:
    """Say where points are by distance and direction: r = √(x² + y²) and the angle θ from the x axis.

    Arguments: points (m, 2), columns x and y.
    Returns: (m, 2), columns r and θ in radians, −π < θ ≤ π, counter-clockwise. (The origin has no
    direction: 0 there. A y of −0.0 counts as below the axis.)
    """
    x, y = np.transpose(points)
    return np.column_stack([np.sqrt(x**2 + y**2), np.arctan2(y, x)])


def predict_progression(X: ArrayLike, y: ArrayLike, X_new: ArrayLike) -> NDArray[np.floating]:
    """Learn from patients whose progression is known, and predict that of others.

    Arguments: X (m, features) measurements as they are, without the column of ones, y (m,) their
    progression a year later, X_new (k, features) the same measurements of other patients.
    Returns: (k,), the predicted progression.
    Source of the data: Efron, Hastie, Johnstone and Tibshirani, "Least angle regression", 2004.
    """
    return predict(add_bias(X_new), normal_equation(add_bias(X), y))


def _check_columns(X: NDArray, theta: NDArray) -> None:
    if X.ndim != 2 or X.shape[1:] != theta.shape:
        raise ValueError(
            f"expected a table with one column per weight; received X of shape {X.shape} and theta of shape "
            f"{theta.shape}. Likely cause: the column of ones is missing (add_bias), or there twice."
        )
