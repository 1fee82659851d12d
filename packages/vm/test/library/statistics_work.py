import statistics as s
from fractions import Fraction as F
from decimal import Decimal as D
data = [2.5, 3.25, 5.5, 11.25, 11.75]
print(s.mean(data), s.fmean(data), s.geometric_mean([54, 24, 36]), s.harmonic_mean([40, 60]), s.median(data), s.median_low([1, 3, 5, 7]), s.median_high([1, 3, 5, 7]), s.median_grouped([1, 2, 2, 3, 4, 4, 4, 4, 4, 5]), s.mode("aabbbc"), s.multimode("aabb"))
print(s.stdev(data), s.variance(data), s.pstdev(data), s.pvariance(data), s.quantiles(range(1, 11), n=4), s.quantiles([1, 5, 7, 9], n=5, method="inclusive"))
print(s.mean([F(1, 3), F(2, 3)]), s.mean([D("0.5"), D("0.75")]), s.variance([D("1.5"), D("2.5"), D("4.5")]), s.fmean([1, 2, 3], weights=[3, 2, 1]))
print(s.covariance([1, 2, 3, 4], [2, 4, 6, 9]), s.correlation([1, 2, 3], [2, 4, 7]), s.linear_regression([1, 2, 3], [2, 4, 7]))
n = s.NormalDist(100, 15)
print(n, n.pdf(110), n.cdf(110), round(n.inv_cdf(0.9), 9), n.zscore(130), n + 5, n * 2, n.overlap(s.NormalDist(110, 10)), [round(q, 6) for q in n.quantiles(4)], s.NormalDist.from_samples([1, 2, 3, 4]))
for f in [lambda: s.mean([]), lambda: s.median([]), lambda: s.mode([]), lambda: s.stdev([1]), lambda: n.inv_cdf(0), lambda: s.NormalDist(0, -1), lambda: s.mean(["a"]), lambda: s.harmonic_mean([-1]), lambda: s.quantiles([1], n=0)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
