# %% right: where and sum
def prelu_backward(dout, z, alpha):
    dz = np.where(z > 0, dout, alpha * dout)
    dalpha = np.sum(dout * np.minimum(z, 0))
    return dz, dalpha


# %% right: slopes as an array
def prelu_backward(dout, z, alpha):
    slope = np.ones_like(z)
    slope[z < 0] = alpha
    return dout * slope, float((dout * z)[z < 0].sum())


# %% right: einsum
def prelu_backward(dout, z, alpha):
    negative = (z < 0).astype(float)
    dz = dout * (1 - negative + alpha * negative)
    return dz, np.einsum("i,i,i->", dout.ravel(), z.ravel(), negative.ravel())


# %% right: a loop
def prelu_backward(dout, z, alpha):
    dz, dalpha = np.zeros(z.shape), 0.0
    for place, value in np.ndenumerate(z):
        if value > 0:
            dz[place] = dout[place]
        else:
            dz[place] = alpha * dout[place]
            dalpha += float(dout[place] * value)
    return dz, dalpha


# %% right: a list, and dalpha as an array of one
def prelu_backward(dout, z, alpha):
    dz = dout * np.where(z > 0, 1.0, alpha)
    return [dz, np.array([np.vdot(dout, np.where(z > 0, 0.0, z))])]


# %% wrong: dalpha without dout
# hint: dz is right. dalpha forgets the chain rule: each contribution must be multiplied by its dout before you add
# hint: them up.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, dout, alpha * dout), np.sum(np.minimum(z, 0))


# %% wrong: dalpha as a mean
# hint: dz is right. For dalpha you take the mean of the contributions; gradients add up where one α serves many
# hint: entries.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, dout, alpha * dout), np.mean(dout * np.minimum(z, 0))


# %% wrong: dalpha per entry
# hint: dz is right. Your dalpha has one number per entry, but there is a single α: add the contributions up.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, dout, alpha * dout), dout * np.minimum(z, 0)


# %% wrong: dalpha per column
# hint: dz is right. Your dalpha adds up over the first axis only, but a single α serves all entries: sum over
# hint: everything.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, dout, alpha * dout), np.sum(dout * np.minimum(z, 0), axis=0)


# %% wrong: dalpha from the positive side
# hint: dz is right. For dalpha you take the entries with positive sums, but α has no say there.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, dout, alpha * dout), np.sum(dout * np.maximum(z, 0))


# %% wrong: dalpha from both sides
# hint: dz is right. For dalpha you add up all entries, but where the sum is positive, α has no say.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, dout, alpha * dout), np.sum(dout * z)


# %% wrong: dalpha carries alpha
# hint: dz is right. The output is α·z there, so its derivative by α is z, without any α.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, dout, alpha * dout), np.sum(dout * alpha * np.minimum(z, 0))


# %% wrong: dz as for plain ReLU
# hint: Your dz is 0 where the sum is negative: that is plain ReLU. A leak passes alpha times dout back.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, dout, 0), np.sum(dout * np.minimum(z, 0))


# %% wrong: dz without dout
# hint: Your dz is the slope alone. The chain rule multiplies it by dout.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, 1.0, alpha), np.sum(dout * np.minimum(z, 0))


# %% wrong: the forward pass
# hint: Your dz is made of sums, as in the forward pass. On the way back it is dout that passes, not z.
def prelu_backward(dout, z, alpha):
    return np.where(z > 0, z, alpha * z), np.sum(dout * np.minimum(z, 0))


# %% wrong: the wrong order
# hint: Look at the order of what you return: dz first, then dalpha.
def prelu_backward(dout, z, alpha):
    return np.sum(dout * np.minimum(z, 0)), np.where(z > 0, dout, alpha * dout)
