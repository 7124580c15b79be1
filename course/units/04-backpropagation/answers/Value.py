# %% right: slopes kept with the inputs
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% right: a function per operation
class Value:
    def __init__(self, data, inputs=()):
        self.data = float(data)
        self.grad = 0.0
        self._inputs = inputs
        self._pass_on = lambda: None

    def _binary(self, other, function, slopes):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(function(self.data, other.data), (self, other))

        def pass_on():
            mine, theirs = slopes(self.data, other.data)
            self.grad += mine * out.grad
            other.grad += theirs * out.grad

        out._pass_on = pass_on
        return out

    def _unary(self, data, slope):
        out = Value(data, (self,))

        def pass_on():
            self.grad += slope * out.grad

        out._pass_on = pass_on
        return out

    def __add__(self, other):
        return self._binary(other, lambda a, b: a + b, lambda a, b: (1, 1))

    def __sub__(self, other):
        return self._binary(other, lambda a, b: a - b, lambda a, b: (1, -1))

    def __mul__(self, other):
        return self._binary(other, lambda a, b: a * b, lambda a, b: (b, a))

    def __truediv__(self, other):
        return self._binary(other, lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return Value(other) - self

    def __rtruediv__(self, other):
        return Value(other) / self

    def __neg__(self):
        return self._unary(-self.data, -1)

    def __pow__(self, n):
        return self._unary(self.data**n, n * self.data ** (n - 1))

    def exp(self):
        return self._unary(math.exp(self.data), math.exp(self.data))

    def log(self):
        return self._unary(math.log(self.data), 1 / self.data)

    def tanh(self):
        return self._unary(math.tanh(self.data), 1 - math.tanh(self.data) ** 2)

    def relu(self):
        return self._unary(max(self.data, 0.0), self.data > 0)

    def backward(self):
        users, found, stack = {self: 0}, [self], [self]
        while stack:  # how often is each node used inside this graph?
            for one in stack.pop()._inputs:
                if one not in users:
                    users[one] = 0
                    stack.append(one)
                users[one] += 1
        self.grad = 1.0
        while found:
            node = found.pop()
            node._pass_on()
            for one in node._inputs:
                users[one] -= 1
                if users[one] == 0:
                    found.append(one)


# %% right: numbered in the order of birth
import heapq
import itertools


class Value:
    births = itertools.count()

    def __init__(self, data, *inputs):
        self.data, self.grad, self.inputs = data, 0.0, inputs  # inputs: pairs of value and slope
        self.birth = next(Value.births)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self, n * self.data ** (n - 1)))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return -1.0 * self

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __truediv__(self, other):
        return self * (other**-1.0 if isinstance(other, Value) else 1 / other)

    def __rtruediv__(self, other):
        return other * self**-1.0

    def exp(self):
        out = math.exp(self.data)
        return Value(out, (self, out))

    def log(self):
        return Value(np.log(self.data), (self, 1 / self.data))

    def tanh(self):
        out = np.tanh(self.data)
        return Value(out, (self, 1 - out**2))

    def relu(self):
        return Value(max(0.0, self.data), (self, np.heaviside(self.data, 0.0)))

    def backward(self):
        self.grad, seen, heap = 1.0, {self}, [(-self.birth, self)]
        while heap:  # the youngest first: everything that uses a value is younger than it
            _, node = heapq.heappop(heap)
            for value, slope in node.inputs:
                value.grad += slope * node.grad
                if value not in seen:
                    seen.add(value)
                    heapq.heappush(heap, (-value.birth, value))


# %% wrong: overwrites instead of adding
# hint: A value that is used twice gets only its last share. Gradients add: use += where you write =.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad = slope * node.grad


# %% wrong: recursion
# hint: Everything is right until the graph is some hundred operations deep: then Python stops the recursion. Keep a stack of your own.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for one in node.inputs:
                    visit(one)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: passes on too early
# hint: A value that is used at two places passes its gradient on before the second share has come. Walk the nodes in topological order, from the end.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        self.grad, seen, queue = 1.0, {self}, [self]
        for node in queue:
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad
                if value not in seen:
                    seen.add(value)
                    queue.append(value)


# %% wrong: starts from 0
# hint: All gradients stay 0: the result's own gradient has to be 1 before anything is passed on.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: the forward order
# hint: The inputs are visited before the result has anything to pass on. The way back begins at the end.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in order:
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: own number in the product
# hint: A product's slope by a is the other factor, b, not a itself.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (self.data, other.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: a number on the left taken for a Value
# hint: 3 + a and 3·a fail: what arrives in __radd__ and __rmul__ is a plain number, which has no data and no grad.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    def __radd__(self, other):
        return Value(other.data + self.data, (other, self), (1.0, 1.0))

    def __rmul__(self, other):
        return Value(other.data * self.data, (other, self), (self.data, other.data))

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: 3 − a taken for a − 3
# hint: With a number on the left your difference or quotient is the other way round: __rsub__(self, other) is other − self.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return self - Value.of(other)

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: division the other way round
# hint: With a number on the left your quotient is the other way round: __rtruediv__(self, other) is other / self.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return self / Value.of(other)

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: power without its exponent
# hint: The slope of aⁿ is n·aⁿ⁻¹: the factor n is missing.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: tanh's slope from its input
# hint: The slope of tanh is 1 − tanh². You take 1 − a², with the number that goes in.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - self.data**2,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: ReLU open at 0
# hint: At exactly 0 your ReLU has the slope 1. The course counts it as 0.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data >= 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: log's slope
# hint: The slope of log a is 1/a. Yours is something else.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (math.log(self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


# %% wrong: only the first input
# hint: Only the first input of an operation gets a gradient.
class Value:
    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) - self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(self.data if self.data > 0 else 0.0, (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((one, False) for one in node.inputs)
        self.grad = 1.0
        for node in reversed(order):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad
                break
