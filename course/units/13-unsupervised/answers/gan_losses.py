# %% right: as in the hints
def gan_losses(real_logits, fake_logits):
    sure_of_real = np.mean(activations.softplus(-real_logits))
    sure_of_fake = np.mean(activations.softplus(fake_logits))
    return sure_of_real + sure_of_fake, np.mean(activations.softplus(-fake_logits))


# %% right: a softplus of one's own, plain floats
def gan_losses(real_logits, fake_logits):
    def cost(z):
        z = np.ravel(z)
        return float((np.maximum(-z, 0) + np.log1p(np.exp(-np.abs(z)))).mean())

    return [cost(real_logits) + cost(-fake_logits), cost(fake_logits)]


# %% right: logit by logit
def gan_losses(real_logits, fake_logits):
    real, fake = np.ravel(real_logits), np.ravel(fake_logits)
    discriminator = sum(np.logaddexp(0, -z) for z in real) / len(real) + sum(np.logaddexp(0, z) for z in fake) / len(
        fake
    )
    return discriminator, sum(np.logaddexp(0, -z) for z in fake) / len(fake)


# %% wrong: logarithms of the sigmoid
# hint: σ(z) becomes exactly 0 or 1 far from 0, and its logarithm infinite. Write each term as a softplus.
def gan_losses(real_logits, fake_logits):
    p, q = activations.sigmoid(real_logits), activations.sigmoid(fake_logits)
    return -np.mean(np.log(p)) - np.mean(np.log(1 - q)), -np.mean(np.log(q))


# %% wrong: clipped probabilities
# hint: You clip the probabilities. That caps the loss at about 16, and far from 0 the gradient is gone. Write each term as a softplus.
def gan_losses(real_logits, fake_logits):
    p = np.clip(activations.sigmoid(real_logits), 1e-7, 1 - 1e-7)
    q = np.clip(activations.sigmoid(fake_logits), 1e-7, 1 - 1e-7)
    return -np.mean(np.log(p)) - np.mean(np.log(1 - q)), -np.mean(np.log(q))


# %% wrong: half of the discriminator's loss
# hint: Your discriminator's loss is half of what it should be: the two means add. At equilibrium it is log 4.
def gan_losses(real_logits, fake_logits):
    d = (np.mean(activations.softplus(-real_logits)) + np.mean(activations.softplus(fake_logits))) / 2
    return d, np.mean(activations.softplus(-fake_logits))


# %% wrong: the saturating generator
# hint: Your generator minimises log(1 − σ(fake)), the saturating form: its gradient vanishes just when the fakes are bad. Here −log σ(fake) is wanted.
def gan_losses(real_logits, fake_logits):
    sure_of_fake = np.mean(activations.softplus(fake_logits))
    return np.mean(activations.softplus(-real_logits)) + sure_of_fake, -sure_of_fake


# %% wrong: real and fake exchanged
# hint: Your discriminator is rewarded for taking fakes for real. Real examples should get large logits, fakes small ones.
def gan_losses(real_logits, fake_logits):
    d = np.mean(activations.softplus(real_logits)) + np.mean(activations.softplus(-fake_logits))
    return d, np.mean(activations.softplus(fake_logits))


# %% wrong: the generator sees the real logits
# hint: Your generator's loss depends on the real logits. It only sees its own fakes.
def gan_losses(real_logits, fake_logits):
    d = np.mean(activations.softplus(-real_logits)) + np.mean(activations.softplus(fake_logits))
    return d, np.mean(activations.softplus(-fake_logits)) + np.mean(activations.softplus(real_logits))


# %% wrong: the discriminator sees only the fakes
# hint: The real logits have no effect on your discriminator's loss.
def gan_losses(real_logits, fake_logits):
    return np.mean(activations.softplus(fake_logits)), np.mean(activations.softplus(-fake_logits))


# %% wrong: sums
# hint: Your losses grow with the number of examples: take means, each over its own batch.
def gan_losses(real_logits, fake_logits):
    d = np.sum(activations.softplus(-real_logits)) + np.sum(activations.softplus(fake_logits))
    return d, np.sum(activations.softplus(-fake_logits))


# %% wrong: one mean over both batches
# hint: Right only when there are as many fakes as real examples: each mean goes over its own batch.
def gan_losses(real_logits, fake_logits):
    n = (real_logits.size + fake_logits.size) / 2
    d = (np.sum(activations.softplus(-real_logits)) + np.sum(activations.softplus(fake_logits))) / n
    return d, np.mean(activations.softplus(-fake_logits))


# %% wrong: the generator wants to be caught
# hint: Your generator is rewarded when its fakes are recognised. It wants large logits for them.
def gan_losses(real_logits, fake_logits):
    d = np.mean(activations.softplus(-real_logits)) + np.mean(activations.softplus(fake_logits))
    return d, np.mean(activations.softplus(fake_logits))
