# pickle.PickleBuffer: buffers in and out of the stream, views, release, cycles.
import array, gc, pickle, sys, types, weakref
from pickle import PickleBuffer


def show(function):
    try:
        print(function())
    except BaseException as error:
        print(type(error).__name__, error)


data = bytearray(b"abcd")
buffer = PickleBuffer(data)
print(bytes(buffer), memoryview(buffer).readonly, PickleBuffer, buffer.raw().format, buffer.raw().obj is data)
buffer.raw()[0] = 65
show(lambda: data.append(1))
buffer.release()
buffer.release()
data.append(1)
print(data)
show(lambda: memoryview(buffer))
show(lambda: buffer.raw())
show(lambda: pickle.dumps(buffer, 5))
show(lambda: PickleBuffer("x"))
for source in [
    b"xxx",
    bytearray(b"yy"),
    array.array("i", [1, 2]),
    memoryview(b"abcdef").cast("B", [2, 3]),
    memoryview(array.array("d", [1.5])),
]:
    buffer = PickleBuffer(source)
    raw = buffer.raw()
    print(raw.shape, raw.format, raw.itemsize, raw.readonly, raw.tobytes(), raw.strides, memoryview(buffer).shape)
    show(lambda: pickle.dumps(buffer, 4))
    given = []
    stream = pickle.dumps([buffer, 1], 5, buffer_callback=given.append)
    print(stream, given[0] is buffer, pickle.loads(stream, buffers=[b"zz"]), pickle.loads(pickle.dumps(buffer, 5)))
show(lambda: PickleBuffer(memoryview(b"abcdef")[::2]).raw())


class Block(bytearray):
    def __reduce_ex__(self, protocol):
        return Block.restore, (PickleBuffer(self) if protocol >= 5 else bytes(self),)

    @classmethod
    def restore(cls, source):
        return cls(source)


__name__ = Block.__module__ = "prog"
sys.modules["prog"] = types.SimpleNamespace(Block=Block)
block = Block(b"payload")
given = []
stream = pickle.dumps(block, 5, buffer_callback=given.append)
print(len(given), pickle.loads(stream, buffers=given), pickle.loads(stream, buffers=[it.raw() for it in given]))
show(lambda: pickle.loads(stream))
show(lambda: pickle.loads(stream, buffers=[]))
print(pickle.loads(pickle.dumps(block, 5)), pickle.loads(pickle.dumps(block, 4)))
block.own = PickleBuffer(block)
reference = weakref.ref(block)
del block, given
gc.collect()
print(reference())
view = memoryview(b"ab")
buffer = PickleBuffer(view)
show(lambda: view.release())
buffer.release()
show(lambda: view.release())
show(lambda: type("Derived", (PickleBuffer,), {}))
