import random
r = random.Random(42)
print(r.random(), r.randint(1, 100), r.choice("abcdef"), r.sample(range(100), 5), r.choices("ab", weights=[1, 3], k=6), r.uniform(1, 2), r.randrange(0, 100, 7), r.getrandbits(70), r.randbytes(5))
l = list(range(10)); r.shuffle(l); print(l)
print(r.gauss(0, 1), r.normalvariate(0, 1), r.expovariate(1), r.betavariate(2, 3), r.triangular(1, 5, 2), r.gammavariate(2, 1), r.lognormvariate(0, 1), r.vonmisesvariate(0, 1), r.paretovariate(2), r.weibullvariate(1, 2), r.binomialvariate(10, 0.3))
state = r.getstate(); a = [r.random() for _ in range(3)]; r.setstate(state); print(a == [r.random() for _ in range(3)])
for seed in ["abc", b"abc", -5, 10 ** 30, bytearray(b"x")]:
    random.seed(seed); print(seed, random.random(), random.randint(0, 10 ** 12))
for f in [lambda: r.choice([]), lambda: r.randrange(5, 5), lambda: r.sample([1], 5), lambda: r.choices([1, 2], weights=[0, 0]), lambda: random.seed([1])]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
