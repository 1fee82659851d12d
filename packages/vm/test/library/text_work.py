import html, urllib.parse as up, struct, fractions, math, datetime as dt
from html.parser import HTMLParser
print(html.escape("<a href='x'>&</a>"), html.unescape("&lt;&amp;&eacute;&#x1F600;&#66;&notin;&notit;&bogus;&#0;&#xD800;"))
class P(HTMLParser):
    def handle_starttag(self, tag, attrs): print("<", tag, attrs)
    def handle_endtag(self, tag): print(">", tag)
    def handle_data(self, data): print("data", repr(data))
    def handle_comment(self, data): print("comment", data)
    def handle_decl(self, decl): print("decl", decl)
p = P(); p.feed("<!DOCTYPE html><p class=x id='y z'>Hi &amp; <br/>bye<!-- c --></p><script>a<b</script>"); p.close()
u = up.urlsplit("https://us%65r:pw@ex\u00e4mple.org:8080/a/../b;p?q=1&q=2&r=%20#frag")
print(u, u.hostname, u.port, u.username, up.parse_qs(u.query), up.parse_qsl("a=1;b=2&c", keep_blank_values=True), up.urlunsplit(u))
print(up.quote("a b/c?d=\u00e9"), up.quote_plus("a b&c"), up.unquote("a%20%C3%A9%zz"), up.unquote_plus("a+b"), up.urlencode([("a", 1), ("b", "x y")]), up.urljoin("http://a/b/c/d?x", "../g;y#s"), up.urljoin("http://a/b", "//c/d"), up.urldefrag("http://a/b#c"), up.quote(b"\xff\x00"), up.unquote_to_bytes("%ff"))
for bad in ["http://[::1", "http://a:b/", "http://a:99999/"]:
    try: print(up.urlsplit(bad).port)
    except ValueError as e: print(e)
print(struct.pack(">hIq", -2, 3, 4), struct.unpack("<if", struct.pack("<if", 7, 1.5)), struct.calcsize("@ic0q"), list(struct.iter_unpack("BH", b"ab\0\0" * 2)) if struct.calcsize("BH") == 4 else "", struct.pack("3s5p?", b"ab", b"hello", True), struct.Struct("e").pack(1.5))
F = fractions.Fraction
print(F("3/7") + F(1, 3), F(1.25), F("1e-3"), F(22, 7) % F(1, 2), round(F(7, 3), 2), math.floor(F(-7, 2)), F(3, 4) ** 2, F(2) ** -1, F(1, 3).limit_denominator(10), f"{F(22, 7):.5f} {F(1, 3):e} {F(10 ** 6, 3):,.2f}", hash(F(1, 2)) == hash(0.5), F(1, 2) == 0.5, F.from_decimal(__import__("decimal").Decimal("0.125")))
d = dt.datetime(2024, 2, 29, 13, 5, 9, 123456, dt.timezone(dt.timedelta(hours=-5), "EST"))
print(d, repr(d), d.isoformat("T", "milliseconds"), d.utcoffset(), d.astimezone(dt.timezone.utc), d.timestamp(), d.date() + dt.timedelta(weeks=52), d.timetuple()[:8], d.strftime("%Y-%m-%d %H:%M:%S.%f %z %Z %j %a %B %p %%"))
print(dt.datetime.strptime("2023-12-31 23:59:58 +0130", "%Y-%m-%d %H:%M:%S %z"), dt.datetime.fromisoformat("2011-11-04T00:05:23.283+00:00"), dt.date.fromisocalendar(2020, 53, 7), dt.time.fromisoformat("04:23:01"), dt.timedelta(days=1.5, minutes=-3), dt.timedelta(seconds=90000) // dt.timedelta(hours=1), abs(dt.timedelta(-1)), dt.date.max, tuple(dt.date(2024, 12, 30).isocalendar()))
for f in [lambda: dt.date(2023, 2, 29), lambda: dt.datetime.strptime("x", "%Y"), lambda: dt.time(25)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
