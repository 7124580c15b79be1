# %% right: flipped and joined
def bidirectional(x, forward, backward):
    turned = np.flip(x, axis=1).copy()
    return np.dstack([forward(x), np.flip(backward(turned), axis=1)])


# %% right: step by step, into zeros
def bidirectional(x, forward, backward):
    there, back = (
        np.asarray(forward(x)),
        np.asarray(backward(np.stack([x[:, t] for t in reversed(range(x.shape[1]))], axis=1))),
    )
    left = there.shape[2]
    out = np.zeros((*x.shape[:2], left + back.shape[2]))
    for t in range(x.shape[1]):
        out[:, t, :left] = there[:, t]
        out[:, t, left:] = back[:, -1 - t]
    return out


# %% right: lists of steps
def bidirectional(x, forward, backward):
    out = []
    for there, back in zip(forward(x), backward(x[:, ::-1])):
        out.append([[*a, *b] for a, b in zip(there, back[::-1])])
    return out


# %% wrong: not turned round again
# hint: The states of the reader from the right are in its own order. Turn them round again, so that both states of
# hint: a step stand side by side.
def bidirectional(x, forward, backward):
    there = forward(x)
    back = np.asarray(backward(x[:, ::-1]))
    return np.concatenate([there, back], axis=-1)


# %% wrong: both from the left
# hint: Your second reader reads from the left, too.
def bidirectional(x, forward, backward):
    there = forward(x)
    back = np.asarray(backward(x))
    return np.concatenate([there, back], axis=-1)


# %% wrong: the backward reader first
# hint: The two halves have changed places: forward comes first.
def bidirectional(x, forward, backward):
    there = forward(x)
    back = np.asarray(backward(x[:, ::-1]))[:, ::-1]
    return np.concatenate([back, there], axis=-1)


# %% wrong: joined in time
# hint: You put one reader's states after the other's in time. They belong side by side, on the last axis.
def bidirectional(x, forward, backward):
    there = forward(x)
    back = np.asarray(backward(x[:, ::-1]))[:, ::-1]
    return np.concatenate([np.asarray(there)[..., :1], back[..., :1]], axis=1)


# %% wrong: the same reader twice
# hint: The second half is made by the reader `forward`. It has a function of its own, `backward`.
def bidirectional(x, forward, backward):
    there = forward(x)
    back = np.asarray(forward(x[:, ::-1]))[:, ::-1]
    return np.concatenate([there, back], axis=-1)


# %% wrong: only the last states
# hint: You give one state per sequence. Every step needs its two states.
def bidirectional(x, forward, backward):
    there = forward(x)
    back = np.asarray(backward(x[:, ::-1]))[:, ::-1]
    return np.concatenate([np.asarray(there)[:, -1], back[:, 0]], axis=-1)
