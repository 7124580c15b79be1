# %% right: numbers out times products
def count_multiplications(out_h, out_w, kh, kw, c_in, c_out):
    return (out_h * out_w * c_out) * (kh * kw * c_in)


# %% right: math.prod
def count_multiplications(*sizes):
    return math.prod(sizes)


# %% right: parameters times places
def count_multiplications(out_h, out_w, kh, kw, c_in, c_out):
    return out_h * out_w * count_conv_parameters(kh, kw, c_in, c_out, bias=False)


# %% wrong: one channel
# hint: Each number that comes out is a sum over all input channels, not over one.
def count_multiplications(out_h, out_w, kh, kw, c_in, c_out):
    return out_h * out_w * kh * kw * c_out


# %% wrong: one filter
# hint: You count for a single filter. Each filter makes a map of its own.
def count_multiplications(out_h, out_w, kh, kw, c_in, c_out):
    return out_h * out_w * kh * kw * c_in


# %% wrong: every weight once
# hint: You count every weight once. It is used again at every place of the output.
def count_multiplications(out_h, out_w, kh, kw, c_in, c_out):
    return kh * kw * c_in * c_out


# %% wrong: biases multiplied
# hint: You count the biases. They are added, not multiplied with anything.
def count_multiplications(out_h, out_w, kh, kw, c_in, c_out):
    return out_h * out_w * (kh * kw * c_in + 1) * c_out


# %% wrong: additions counted, too
# hint: You count additions as well. Only multiplications are asked.
def count_multiplications(out_h, out_w, kh, kw, c_in, c_out):
    return 2 * out_h * out_w * kh * kw * c_in * c_out
