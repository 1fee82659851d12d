import cmath
names = "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar isfinite isinf isnan".split()
inf, nan = cmath.inf, cmath.nan
def near(x):
    if isinstance(x, complex): return f"({near(x.real)} {near(x.imag)})"
    if isinstance(x, tuple): return " ".join(map(near, x))
    if isinstance(x, bool): return str(x)
    return f"{x:.12g}"
def show(f, *args):
    try: return near(f(*args))
    except (ValueError, OverflowError, TypeError, ZeroDivisionError) as e: return f"{type(e).__name__} {e}"
parts = [-inf, -2.3, -0.0, 0.0, 1.0, 4.5, inf, nan]
for name in names:
    f = getattr(cmath, name)
    print(name, *(show(f, complex(x, y)) for x in parts for y in parts), sep="; ")
print("rect", *(show(cmath.rect, x, y) for x in parts for y in parts), sep="; ")
for z in [1e308 + 1e308j, 1e-310 + 1e-312j, 710 + 1j, 711 + 3j, -800 + 1e-5j, 1e200j, 1 + 1e-200j, -1 + 0j, complex(-1, -0.0), 2, 0.5, True, 1e-9 + 1j]:
    print(z, *(show(getattr(cmath, name), z) for name in names), sep="; ")
print(show(cmath.log, 8, 2), show(cmath.log, 1j, 1 + 1j), show(cmath.log, 0), show(cmath.log, 5, 0), show(cmath.log, 5, 1), show(cmath.log, "x"), show(cmath.sqrt, "x"), show(cmath.sqrt), show(cmath.rect, 1), show(cmath.rect, "a", 1))
print(cmath.isclose(1 + 1j, 1 + 1.0000000001j), cmath.isclose(1, 2, rel_tol=0.6), cmath.isclose(1e-10, 0, abs_tol=1e-9), cmath.isclose(inf, inf), cmath.isclose(nan, nan), show(cmath.isclose, 1), cmath.pi, cmath.e, cmath.tau, cmath.infj, cmath.nanj)
class C:
    def __complex__(self): return 3 + 4j
class F:
    def __float__(self): return 2.25
class I:
    def __index__(self): return 9
print(cmath.polar(C())[0], cmath.sqrt(F()), cmath.sqrt(I()))
try: cmath.isclose(1, 2, rel_tol=-1)
except ValueError as e: print(e)
