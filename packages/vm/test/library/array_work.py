import array, io, pickle, struct
from array import array as A
a = A("d", [0.5 * i for i in range(8)])
print(a, sum(a), a[2:5], a[::-2].tolist(), memoryview(a).cast("B")[:4].tolist(), struct.unpack("<2d", a[:2].tobytes()))
f = io.BytesIO(); a.tofile(f); f.seek(0); b = A("d"); b.fromfile(f, 8); print(a == b)
primes = A("B", [1]) * 100
for i in range(2, 100):
    if primes[i]: primes[i * i::i] = A("B", bytes(len(range(i * i, 100, i))))
print([i for i in range(2, 100) if primes[i]])
m = memoryview(A("i", range(6)))
print(m.tolist(), m[1:4].tolist(), m.format, m.cast("B").nbytes)
m[2] = 99; print(m.obj)
print(isinstance(a, __import__("collections.abc").abc.MutableSequence), sorted(A("h", [3, -1, 2])), max(A("b", b"\x05\xff")), A("w", "h\u00e9\U0001f600")[::-1].tounicode())
for p in range(6):
    c = pickle.loads(pickle.dumps(A("i", [1, -2, 3]), p)) if p else A("i", [1, -2, 3])
    print(p, c)
seed = 5
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return (seed >> 8) % n
x = A("h"); y = []
for i in range(600):
    k, v, p, q = rnd(12), rnd(70000) - 35000, rnd(24) - 12, rnd(24) - 12
    for z in (x, y):
        try:
            if k == 0: z.append(v if -32768 <= v < 32768 or z is x else 1 / 0)
            elif k == 1: z.insert(p, v % 100)
            elif k == 2: z.pop(p)
            elif k == 3: del z[p:q]
            elif k == 4: z[p:q] = A("h", [1, 2, 3]) if z is x else [1, 2, 3]
            elif k == 5: z.reverse()
            elif k == 6: z.extend([v % 7] * rnd(3) if z is x else [])
            elif k == 7: z[p] = v % 50
            elif k == 8: z[p:q:2] = z[p:q:2]
            elif k == 9: z.remove(v % 50)
            elif k == 10: z *= (p % 2 + 1 if len(x) < 60 else 1)
            else: del z[::3]
        except Exception as e: print(i, k, type(e).__name__, e if z is x else "")
    y = x.tolist()
    if i % 20 == 0: print(i, x)
