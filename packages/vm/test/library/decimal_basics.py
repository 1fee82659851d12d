from decimal import *
import decimal
print(Decimal("1.33") + Decimal("1.27"), Decimal(1) / 3, Decimal("123.45e12345678") if False else 0, repr(Decimal("-0.00")), Decimal((1, (1, 2, 3), -2)), Decimal(0.1), Decimal("  1_000.5 "), Decimal("nan123"), Decimal("-sNaN"), Decimal("inf"))
print(getcontext())
print(DefaultContext, BasicContext, ExtendedContext)
for f in [lambda: Decimal(1) / 0, lambda: Decimal(0) / 0, lambda: Decimal("x"), lambda: Decimal("sNaN") + 1, lambda: Decimal(5) // 0, lambda: Decimal(5) % 0, lambda: divmod(Decimal(5), 0), lambda: Decimal(10) ** 999999999, lambda: Decimal("1e999999") * 10, lambda: Decimal(-1).sqrt(), lambda: Decimal(1) + 1.5, lambda: Decimal(1.5, 3), lambda: Decimal([]), lambda: Decimal((2, (1,), 1)), lambda: Decimal((0, (1, 11), 1)), lambda: Decimal((0, (1,), "x")), lambda: Decimal({}), lambda: Decimal(None), lambda: Decimal(1) < "x", lambda: Decimal("nan") < 1, lambda: hash(Decimal("snan")), lambda: int(Decimal("nan")), lambda: int(Decimal("inf")), lambda: round(Decimal("1.2"), 1.5), lambda: Decimal("inf") - Decimal("inf"), lambda: Decimal(0) ** 0, lambda: Decimal(-2) ** Decimal("0.5"), lambda: Decimal(10**30).quantize(Decimal("0.1")), lambda: float(Decimal("snan")), lambda: Decimal.from_float("x"), lambda: Decimal.from_number("x"), lambda: setattr(getcontext(), "prec", 0), lambda: setattr(getcontext(), "prec", "x"), lambda: setattr(getcontext(), "rounding", "x"), lambda: setattr(getcontext(), "Emin", 1), lambda: setattr(getcontext(), "Emax", -1), lambda: setattr(getcontext(), "capitals", 2), lambda: setattr(getcontext(), "clamp", 2), lambda: delattr(getcontext(), "prec"), lambda: setcontext(5), lambda: localcontext(5), lambda: Context(prec=0), lambda: getcontext().flags[5], lambda: getcontext().flags[Inexact], lambda: Decimal(1).exp(5), lambda: Decimal(1).compare("x"), lambda: getcontext().add(1, "x"), lambda: getcontext().canonical(5)]:
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, type(e).__mro__[1].__name__, e)
for x in ["0", "-0", "1", "-1", "1.5", "2.5", "-2.5", "123456789.123456789", "1e10", "1e-10", "0e5", "0e-8", "1e-7", "123e3", "9.99e5", "inf", "-inf", "nan", "9999999999999999999999999999.5"]:
    d = Decimal(x)
    print(x, d, repr(d), d.to_eng_string(), d.as_tuple(), d.adjusted(), bool(d), d.normalize() if d.is_finite() else "", d.is_signed(), d.number_class(), -d, +d, abs(d), round(d) if d.is_finite() else "", d.to_integral_value(), d.logb() if d else "", d.next_plus(), d.next_minus())
print(Decimal(2).sqrt(), Decimal(2).exp(), Decimal(2).ln(), Decimal(2).log10(), Decimal(2) ** Decimal("0.5"), Decimal(2) ** 100, Decimal(2) ** -3, Decimal("1.1") ** 50, Decimal(1000).log10(), Decimal("0.001").log10(), Decimal("1e-20").exp(), Decimal("1.0000000001").ln(), Decimal("0.9999999999").ln(), Decimal(100).sqrt(), Decimal("1e-10").sqrt(), Decimal("0.16").sqrt(), Decimal("4") ** Decimal("0.5"), Decimal(1) ** Decimal("0.3"), Decimal("1.00") ** 3, Decimal(50).exp(), Decimal(-50).exp(), pow(Decimal(3), 5, 7), pow(Decimal(-3), 5, 7))
print(hash(Decimal(5)) == hash(5), hash(Decimal("1.5")) == hash(1.5), Decimal("1.5") == 1.5, Decimal(1) == 1, Decimal("0.1") == 0.1, Decimal("0.1") < 0.1, {Decimal(1): 2}[1], max(Decimal(1), 2), sum([Decimal("0.1")] * 3), Decimal(3) > 2, Decimal(1) == 1 + 0j, Decimal("nan") == Decimal("nan"), Decimal("nan") != 1)
from fractions import Fraction
print(Decimal("0.5") == Fraction(1, 2), Decimal("0.5") < Fraction(2, 3), hash(Decimal("0.25")) == hash(Fraction(1, 4)), Decimal("0.25").as_integer_ratio(), Decimal("1e3").as_integer_ratio())
with localcontext() as ctx:
    ctx.prec = 5
    ctx.rounding = ROUND_UP
    print(Decimal(1) / 3, ctx.flags, ctx.traps[Inexact], getcontext() is ctx)
    print(Decimal("12345.67") + 0)
print(getcontext().prec, Decimal(1) / 3)
with localcontext(prec=3, traps=[]) as ctx:
    print(Decimal(1) / 0, Decimal(0) / 0, Decimal("1e9999999") * 1, ctx)
for s in ["", ".2f", "10.3f", "<10", ">10", "^10", "=+10.2f", "010.2f", ",", ",.2f", "e", ".3e", "E", "g", ".3g", "G", "%", ".1%", "+", " ", "-", "*^20.2f", "n", "015,.2f", "020,"]:
    for x in ["1234567.891", "-0.00001234", "0", "-0.04", "nan", "-inf", "1e20", "12E+3", "99.95"]:
        try: print(s, x, repr(format(Decimal(x), s)))
        except Exception as e: print(s, x, type(e).__name__, e)
