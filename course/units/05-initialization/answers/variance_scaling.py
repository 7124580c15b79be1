# %% right: if and else
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    if mode == "fan_in":
        n = fan_in
    elif mode == "fan_out":
        n = fan_out
    elif mode == "fan_avg":
        n = (fan_in + fan_out) / 2
    else:
        raise ValueError(f"mode {mode!r}")
    if distribution == "normal":
        return rng.normal(0, np.sqrt(scale / n), shape)
    if distribution == "uniform":
        return rng.uniform(-np.sqrt(3 * scale / n), np.sqrt(3 * scale / n), shape)
    raise ValueError(f"distribution {distribution!r}")


# %% right: draws of variance 1, then scaled
def variance_scaling(shape, rng, scale, mode, distribution):
    weights = {"fan_in": (1, 0), "fan_out": (0, 1), "fan_avg": (0.5, 0.5)}
    if mode not in weights or distribution not in {"normal", "uniform"}:
        raise ValueError("unknown mode or distribution")
    if distribution == "normal":
        z = rng.standard_normal(shape)
    else:
        z = (rng.random(shape) - 0.5) * math.sqrt(12)
    return z * math.sqrt(scale / np.dot(weights[mode], fans(shape)))


# %% right: match, float32
def variance_scaling(shape, rng, scale, mode, distribution):
    a, b = fans(shape)
    match mode:
        case "fan_in":
            variance = scale / a
        case "fan_out":
            variance = scale / b
        case "fan_avg":
            variance = 2 * scale / (a + b)
        case _:
            raise ValueError("expected fan_in, fan_out or fan_avg")
    match distribution:
        case "normal":
            W = rng.normal(scale=variance**0.5, size=shape)
        case "uniform":
            W = rng.uniform(-1, 1, shape) * (3 * variance) ** 0.5
        case _:
            raise ValueError("expected normal or uniform")
    return W.astype(np.float32)


# %% wrong: the uniform limit is σ
# hint: Your uniform weights are too small by √3: a uniform distribution from −r to r has the variance r²/3.
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}.get(mode)
    if n is None or distribution not in ("normal", "uniform"):
        raise ValueError("unknown name")
    sigma = np.sqrt(scale / n)
    return rng.normal(0, sigma, shape) if distribution == "normal" else rng.uniform(-sigma, sigma, shape)


# %% wrong: fan_avg is the sum
# hint: With fan_avg your weights are too small by √2: n is the mean of the two fans, not their sum.
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": fan_in + fan_out}.get(mode)
    if n is None or distribution not in ("normal", "uniform"):
        raise ValueError("unknown name")
    sigma, r = np.sqrt(scale / n), np.sqrt(3 * scale / n)
    return rng.normal(0, sigma, shape) if distribution == "normal" else rng.uniform(-r, r, shape)


# %% wrong: fan_in and fan_out are exchanged
# hint: fan_in and fan_out have changed places in your answer.
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    n = {"fan_in": fan_out, "fan_out": fan_in, "fan_avg": (fan_in + fan_out) / 2}.get(mode)
    if n is None or distribution not in ("normal", "uniform"):
        raise ValueError("unknown name")
    sigma, r = np.sqrt(scale / n), np.sqrt(3 * scale / n)
    return rng.normal(0, sigma, shape) if distribution == "normal" else rng.uniform(-r, r, shape)


# %% wrong: the scale is outside of the root
# hint: Your scale multiplies the standard deviation. It belongs to the variance, so it stands under the root.
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}.get(mode)
    if n is None or distribution not in ("normal", "uniform"):
        raise ValueError("unknown name")
    sigma, r = scale / np.sqrt(n), scale * np.sqrt(3 / n)
    return rng.normal(0, sigma, shape) if distribution == "normal" else rng.uniform(-r, r, shape)


# %% wrong: the variance where σ belongs
# hint: You give the variance where the standard deviation belongs: a root is missing.
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}.get(mode)
    if n is None or distribution not in ("normal", "uniform"):
        raise ValueError("unknown name")
    v = scale / n
    return rng.normal(0, v, shape) if distribution == "normal" else rng.uniform(-np.sqrt(3) * v, np.sqrt(3) * v, shape)


# %% wrong: unknown names pass as something else
# hint: An unknown mode or distribution goes through as if it were another one. Raise ValueError, or a typing slip costs days.
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    n = fan_in if mode == "fan_in" else fan_out if mode == "fan_out" else (fan_in + fan_out) / 2
    if distribution == "normal":
        return rng.normal(0, np.sqrt(scale / n), shape)
    return rng.uniform(-np.sqrt(3 * scale / n), np.sqrt(3 * scale / n), shape)


# %% wrong: always normal
# hint: Your uniform weights have no edge: they come from a normal distribution all the same.
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}.get(mode)
    if n is None or distribution not in ("normal", "uniform"):
        raise ValueError("unknown name")
    return rng.normal(0, np.sqrt(scale / n), shape)


# %% wrong: 6 for every uniform
# hint: Your uniform weights are too large by √2. The 6 of the formulas holds scale 2 in it already; the limit is √(3·scale/n).
def variance_scaling(shape, rng, scale, mode, distribution):
    fan_in, fan_out = fans(shape)
    n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}.get(mode)
    if n is None or distribution not in ("normal", "uniform"):
        raise ValueError("unknown name")
    sigma, r = np.sqrt(scale / n), np.sqrt(6 * scale / n)
    return rng.normal(0, sigma, shape) if distribution == "normal" else rng.uniform(-r, r, shape)
