import csv, io
rows = [["name", "qty", "note"], ["pen, blue", 3, 'say "hi"'], ["line\nbreak", 2.5, None], ["", "", ""], ["caf\u00e9", True, "\U0001f600"]]
for kw in [{}, {"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NONNUMERIC}, {"delimiter": ";", "quotechar": "'"}, {"lineterminator": "\n"}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}, {"doublequote": False, "escapechar": "\\"}, {"dialect": "excel-tab"}, {"dialect": "unix"}]:
    out = io.StringIO()
    csv.writer(out, **kw).writerows(rows)
    print(repr(out.getvalue()))
    kw.pop("lineterminator", 0)
    if kw.get("quoting") != csv.QUOTE_NONNUMERIC: print(list(csv.reader(io.StringIO(out.getvalue(), newline=""), **kw)))
out = io.StringIO()
w = csv.DictWriter(out, ["a", "b"], extrasaction="ignore", restval="-")
w.writeheader(); w.writerow({"a": 1, "b": 2, "c": 3}); w.writerows([{"a": 5}])
print(repr(out.getvalue()), [dict(r) for r in csv.DictReader(io.StringIO("x,y\n1,2,3\n4\n"), restkey="rest", restval="none")])
try: csv.DictWriter(out, ["a"]).writerow({"z": 1})
except ValueError as e: print(e)
print(csv.list_dialects(), csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter, csv.Sniffer().has_header("name;age\nbob;3\nann;4\n"))
class Pipes(csv.Dialect):
    delimiter = "|"; quotechar = "'"; doublequote = True; skipinitialspace = True; lineterminator = "\n"; quoting = csv.QUOTE_MINIMAL
csv.register_dialect("pipes", Pipes)
print(list(csv.reader(["a| 'b|c'| d"], "pipes")), csv.get_dialect("pipes").delimiter)
class Broken(csv.Dialect):
    delimiter = "||"; quoting = 0; quotechar = None; lineterminator = "\n"
for f in [lambda: Broken(), lambda: list(csv.reader(['"a'], strict=True)), lambda: list(csv.reader(["a\rb"])), lambda: csv.reader([], "nope"), lambda: csv.writer(5), lambda: csv.writer(io.StringIO(), quoting=7), lambda: csv.writer(io.StringIO()).writerow(5), lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(["a,b"])]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
seed = 99
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return (seed >> 8) % n
alphabet = 'ab,;"\'\\ \n\r\t1.5'
for i in range(400):
    kw = {"delimiter": ",;\t "[rnd(4)], "quotechar": ['"', "'", None][rnd(3)], "escapechar": [None, "\\"][rnd(2)], "doublequote": rnd(2) == 1, "skipinitialspace": rnd(2) == 1, "strict": rnd(2) == 1}
    kw["quoting"] = csv.QUOTE_NONE if kw["quotechar"] is None else [0, 1, 3, 5][rnd(4)]
    text = "".join(alphabet[rnd(len(alphabet))] for _ in range(rnd(20)))
    lines = text.splitlines(True)
    try: print(i, list(csv.reader(lines, **kw)))
    except Exception as e: print(i, type(e).__name__, e)
    row = ["".join(alphabet[rnd(len(alphabet))] for _ in range(rnd(5))) if rnd(4) else [None, 5, 2.5, ""][rnd(4)] for _ in range(rnd(4))]
    out = io.StringIO(newline="")
    try:
        csv.writer(out, **kw).writerow(row)
        print(i, repr(out.getvalue()))
    except Exception as e: print(i, type(e).__name__, e)
