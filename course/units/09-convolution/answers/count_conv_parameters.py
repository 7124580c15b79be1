# %% right: per filter
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    per_filter = kh * kw * c_in + (1 if bias else 0)
    return per_filter * c_out


# %% right: weights and biases
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    weights = kh * kw * c_in * c_out
    return weights + c_out if bias else weights


# %% right: the size of the arrays
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    w, b = np.zeros((kh, kw, c_in, c_out)), np.zeros(c_out if bias else 0)
    return w.size + b.size


# %% wrong: input channels forgotten
# hint: A kernel reaches through all input channels: it has its own weights for each of them.
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    return (kh * kw + int(bias)) * c_out


# %% wrong: one bias for all
# hint: Every filter has a bias of its own; you count a single one.
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    return kh * kw * c_in * c_out + int(bias)


# %% wrong: a bias per channel
# hint: You count a bias for every input channel of a filter. The sum over all channels gets one.
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    return (kh * kw + int(bias)) * c_in * c_out


# %% wrong: bias always counted
# hint: You count biases even where the layer has none.
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    return (kh * kw * c_in + 1) * c_out


# %% wrong: bias never counted
# hint: The biases are missing: one per filter.
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    return kh * kw * c_in * c_out


# %% wrong: a bias per input channel
# hint: You count as many biases as there are input channels. It is one per filter.
def count_conv_parameters(kh, kw, c_in, c_out, bias=True):
    return kh * kw * c_in * c_out + c_in * int(bias)
