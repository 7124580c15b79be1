# %% right: depth first with marks
def topological_order(inputs):
    order, seen = [], set()
    stack = [(node, False) for node in range(len(inputs))]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((one, False) for one in inputs[node])
    return order


# %% right: Kahn
from collections import deque


def topological_order(inputs):
    missing = [len(used) for used in inputs]
    users = [[] for _ in inputs]
    for node, used in enumerate(inputs):
        for one in used:
            users[one].append(node)
    ready, order = deque(i for i, count in enumerate(missing) if count == 0), []
    while ready:
        node = ready.popleft()
        order.append(node)
        for user in users[node]:
            missing[user] -= 1
            if missing[user] == 0:
                ready.append(user)
    return order


# %% right: the standard library
from graphlib import TopologicalSorter


def topological_order(inputs):
    return tuple(TopologicalSorter(dict(enumerate(inputs))).static_order())


# %% right: depth first with iterators
def topological_order(inputs):
    order, state = [], [0] * len(inputs)
    for start in range(len(inputs)):
        if state[start]:
            continue
        state[start] = 1
        path = [(start, iter(inputs[start]))]
        while path:
            node, rest = path[-1]
            for one in rest:
                if not state[one]:
                    state[one] = 1
                    path.append((one, iter(inputs[one])))
                    break
            else:
                path.pop()
                order.append(node)
    return np.array(order)


# %% wrong: as they are numbered
# hint: You trust the numbers. A node may well have a smaller number than its inputs.
def topological_order(inputs):
    return list(range(len(inputs)))


# %% wrong: the way back
# hint: Your order is the other way round: inputs first, results last.
def topological_order(inputs):
    order, seen, stack = [], set(), [(node, False) for node in range(len(inputs))]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((one, False) for one in inputs[node])
    return order[::-1]


# %% wrong: recursion
# hint: Your order is right for small graphs, but Python stops a recursion at a depth of about 1000. Keep a stack of your own.
def topological_order(inputs):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for one in inputs[node]:
                visit(one)
            order.append(node)

    for node in range(len(inputs)):
        visit(node)
    return order


# %% wrong: noted on the way down
# hint: You write a node down before its inputs. Write it down when all its inputs are in the list.
def topological_order(inputs):
    order, seen, stack = [], set(), list(range(len(inputs)))
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            stack.extend(inputs[node])
    return order


# %% wrong: on the way down, then turned round
# hint: First met, last written is not enough: a node that is used early and late comes too late. Count what is still missing.
def topological_order(inputs):
    order, seen, stack = [], set(), list(range(len(inputs)))
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            stack.extend(inputs[node])
    return order[::-1]


# %% wrong: once per use
# hint: A node that is used twice stands in your list twice. Remember which ones you have seen.
def topological_order(inputs):
    order, stack = [], [(len(inputs) - 1, False)]
    while stack:
        node, done = stack.pop()
        if done or not inputs[node]:
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((one, False) for one in inputs[node])
        if len(order) > 20000:
            break
    return order


# %% wrong: only what the last node needs
# hint: Nodes that the last one doesn't need are missing. All nodes are asked for.
def topological_order(inputs):
    order, seen, stack = [], set(), [(len(inputs) - 1, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((one, False) for one in inputs[node])
    return order
