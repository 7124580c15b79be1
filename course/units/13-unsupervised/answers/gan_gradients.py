# %% right: as in the hints
def gan_gradients(real_logits, fake_logits):
    d_real = -activations.sigmoid(-real_logits) / real_logits.size
    d_fake = activations.sigmoid(fake_logits) / fake_logits.size
    return d_real, d_fake, -activations.sigmoid(-fake_logits) / fake_logits.size


# %% right: probability minus target
def gan_gradients(real_logits, fake_logits):
    p, q = activations.sigmoid(real_logits), activations.sigmoid(fake_logits)
    return (p - 1) / len(p), (q - 0) / len(q), (q - 1) / len(q)


# %% right: the slope of softplus, term by term
def gan_gradients(real_logits, fake_logits):
    def slope(z):
        return 0.5 + 0.5 * np.tanh(z / 2)

    n, m = np.prod(real_logits.shape), np.prod(fake_logits.shape)
    return [slope(-real_logits) * -1 / n, slope(fake_logits) / m, slope(-fake_logits) * -1 / m]


# %% wrong: not divided
# hint: Your gradients are too large by the number of examples: the losses are means.
def gan_gradients(real_logits, fake_logits):
    p, q = activations.sigmoid(real_logits), activations.sigmoid(fake_logits)
    return p - 1, q, q - 1


# %% wrong: divided by the number of real examples
# hint: The gradients by the fake logits divide by the number of fakes, which may differ from the number of real examples.
def gan_gradients(real_logits, fake_logits):
    p, q = activations.sigmoid(real_logits), activations.sigmoid(fake_logits)
    return (p - 1) / len(p), q / len(p), (q - 1) / len(p)


# %% wrong: the saturating generator
# hint: Your third gradient is that of the saturating form, log(1 − σ(fake)): it vanishes for bad fakes. Differentiate −log σ(fake).
def gan_gradients(real_logits, fake_logits):
    p, q = activations.sigmoid(real_logits), activations.sigmoid(fake_logits)
    return (p - 1) / len(p), q / len(q), -q / len(q)


# %% wrong: the signs
# hint: All your signs are the other way round. A larger logit for a real example lowers the discriminator's loss.
def gan_gradients(real_logits, fake_logits):
    p, q = activations.sigmoid(real_logits), activations.sigmoid(fake_logits)
    return (1 - p) / len(p), -q / len(q), (1 - q) / len(q)


# %% wrong: the slope of the sigmoid as well
# hint: Your gradients are too small far from 0: you multiply by the slope of the sigmoid once too often. The derivative of softplus is the sigmoid itself.
def gan_gradients(real_logits, fake_logits):
    p, q = activations.sigmoid(real_logits), activations.sigmoid(fake_logits)
    return (p - 1) * p * (1 - p) / len(p), q * q * (1 - q) / len(q), (q - 1) * q * (1 - q) / len(q)


# %% wrong: real and fake exchanged
# hint: You return the gradient by the fake logits first. First comes that by the real logits.
def gan_gradients(real_logits, fake_logits):
    p, q = activations.sigmoid(real_logits), activations.sigmoid(fake_logits)
    return q / len(q), (p - 1) / len(p), (q - 1) / len(q)


# %% wrong: e^(−z) that overflows
# hint: Your sigmoid overflows for large logits. activations.sigmoid doesn't.
def gan_gradients(real_logits, fake_logits):
    p, q = 1 / (1 + np.exp(-real_logits)), 1 / (1 + np.exp(-fake_logits))
    return (p - 1) / len(p), q / len(q), (q - 1) / len(q)
