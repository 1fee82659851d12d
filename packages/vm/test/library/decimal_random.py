from decimal import *
seed = 777
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
    return (seed >> 33) % n
def num():
    k = rnd(20)
    if k == 0: return Decimal(["inf", "-inf", "nan", "snan", "nan123", "-nan5", "snan9999999999999"][rnd(7)])
    if k == 1: return Decimal((rnd(2), (0,), rnd(40) - 20))
    if k == 2: return Decimal((rnd(2), (1,), rnd(40) - 20))
    if k == 3: return Decimal((0, tuple(rnd(2) for _ in range(rnd(12) + 1)), 0))
    if k == 4: return Decimal(rnd(30) - 15)
    if k == 5: return Decimal((rnd(2), (9,) * (rnd(12) + 1), rnd(30) - 20))
    n = rnd(14) + 1 if k < 16 else rnd(40) + 1
    return Decimal((rnd(2), tuple(rnd(10) for _ in range(n)), rnd(36) - 22 if k != 6 else rnd(2000) - 1000))
rounds = [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]
un = "exp ln log10 logb logical_invert next_minus next_plus normalize sqrt abs minus plus to_integral_exact to_integral_value number_class to_eng_string to_sci_string is_normal is_subnormal is_zero is_signed create_decimal copy_abs".split()
bi = "add subtract multiply divide divide_int remainder remainder_near divmod quantize compare compare_signal compare_total compare_total_mag max max_mag min min_mag next_toward logical_and logical_or logical_xor rotate scaleb shift same_quantum copy_sign power".split()
for i in range(2500):
    ctx = Context(prec=rnd(14) + 1 if rnd(4) else rnd(40) + 1, rounding=rounds[rnd(8)], Emin=-[10, 20, 999, 999999][rnd(4)], Emax=[10, 20, 999, 999999][rnd(4)], clamp=rnd(2), capitals=rnd(2), traps=[])
    a, b, c = num(), num(), num()
    k = rnd(10)
    if k < 3: name, args = un[rnd(len(un))], (a,)
    elif k < 9: name, args = bi[rnd(len(bi))], (a, b)
    else: name, args = "fma", (a, b, c)
    if name in ("exp", "power") and rnd(3): args = tuple(x if x.is_nan() or abs(x) < 100 else Decimal(rnd(50) - 20) for x in args)
    try: r = getattr(ctx, name)(*args)
    except Exception as e: r = type(e).__name__
    print(i, name, *args, "|", ctx.prec, ctx.rounding[6:], ctx.Emin, ctx.Emax, ctx.clamp, "|", r, [s.__name__ for s in ctx.flags if ctx.flags[s]])
