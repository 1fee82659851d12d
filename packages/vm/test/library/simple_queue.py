# queue.SimpleQueue, the native one.
import gc, queue, weakref


def show(function):
    try:
        print(function())
    except BaseException as error:
        print(type(error).__name__, error)


items = queue.SimpleQueue()
for number in range(300):
    items.put(number)
print([items.get() for _ in range(150)][-1], items.qsize())
items.put(number, True, -1)
print([items.get_nowait() for _ in range(151)][-1], items.qsize(), items.empty())
show(lambda: items.get(False))
show(lambda: items.get(timeout=0.001))
show(lambda: items.get_nowait())
show(lambda: items.get(True, -1))
show(lambda: items.get(block=False, timeout=-1))
show(lambda: queue.SimpleQueue(1))
show(lambda: queue.SimpleQueue(x=1))
show(lambda: items.missing)
print(queue.SimpleQueue[int], queue.Empty, queue.Empty.__mro__)
try:
    items.get_nowait()
except queue.Empty as error:
    print(error.args)


class Named(queue.SimpleQueue):
    def __init__(self, name):
        self.name = name


named = Named("a")
named.put(named)
reference = weakref.ref(named)
print(named.name, named.qsize())
del named
gc.collect()
print(reference())
