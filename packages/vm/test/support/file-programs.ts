// Programs that work with files, in the folder /case, which is theirs. Numbers of errors differ between systems, so that none is shown.

/** Programs by what they are about. */
export const filePrograms: Readonly<Record<string, string>> = {
  "open: every mode": `
with open("/case/a", "w") as f:
    print(f.name, f.mode, f.write("one\\ntwo\\n"), f.tell(), f.readable(), f.writable(), f.seekable(), f.isatty(), f.closed)
print(f.closed)
with open("/case/a", "a") as f: print(f.tell(), f.write("three\\n"), f.tell())
with open("/case/a", "r+") as f:
    print(f.readline(), end="")
    f.seek(0)
    f.write("ONE")
    f.seek(0)
    print(f.read().split())
with open("/case/a", "w+") as f:
    f.write("xyz")
    f.seek(1)
    print(f.read(), f.truncate(2), f.seek(0), f.read())
with open("/case/b", "x") as f: f.write("new")
for mode in ["rb", "wb", "ab", "rb+", "wb+", "ab+"]:
    with open("/case/b", mode) as f:
        print(type(f).__name__, f.mode, f.readable(), f.writable(), f.tell(), f.raw.mode, f.raw.closefd)
        if f.writable(): print(f.write(b"12345"), f.tell())
        if f.readable(): print(f.seek(1), f.read(2), f.tell())
with open("/case/b", "rb", 0) as f: print(type(f).__name__, f.mode, f.read(2), f.readall(), f.read(1), f)
print(f)
`,
  "open: what is refused": `
def attempt(*args, **kwargs):
    try:
        print(open(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, getattr(error, "strerror", None) or error, getattr(error, "filename", None))
open("/case/file", "w").close()
attempt("/case/none")
attempt("/case/none/x", "w")
attempt("/case/file", "x")
attempt("/case/file/x", "w")
attempt("/case")
attempt("/case", "w")
attempt(b"/case/none")
attempt("a\\0b")
attempt(-1)
attempt(12345)
attempt(1.5)
attempt(None)
attempt("/case/file", "z")
attempt("/case/file", "rw")
attempt("/case/file", "r", 0)
attempt("/case/file", "rb", encoding="utf-8")
attempt("/case/file", "rbt")
attempt("/case/file", closefd=False)
attempt("/case/file", encoding="no such")
attempt("/case/file", newline="x")
class P:
    def __fspath__(self): return 3
attempt(P())
attempt("/case/file", opener=lambda path, flags: -1)
attempt("/case/file", opener=lambda path, flags: "x")
with open("/case/file", "w") as f:
    for call in [f.read, f.readline, lambda: next(f), lambda: f.write(b"x"), lambda: f.seek(1, 1), lambda: f.write(None)]:
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__, error)
for call in [f.read, f.readline, f.fileno, lambda: f.write("x"), lambda: f.seek(0), f.flush, f.isatty, lambda: next(f), f.__enter__, f.tell, f.close]:
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
`,
  FileIO: `
import io
f = io.FileIO("/case/f", "w+")
print(f.mode, f.name, f.readable(), f.writable(), f.seekable(), f.closefd, f.write(b"0123456789"), f.tell(), f.seek(-3, 2), f.read())
buffer = bytearray(4)
print(f.seek(2), f.readinto(buffer), buffer, f.truncate(5), f.tell(), f.seek(0), f.readall(), f.read(3))
print(f.write(memoryview(b"abc")), f.write(bytearray(b"d")), f.seek(0), f.readlines())
fd = f.fileno()
g = io.FileIO(fd, "r", closefd=False)
print(g.name == fd, g.seek(1), g.read(2), g.closefd)
g.close()
print(g.closed, f.closed, f.tell())
f.close()
f.close()
for call in [f.read, f.tell, lambda: f.write(b""), f.fileno]:
    try:
        call()
    except ValueError as error:
        print(error)
for args in [("/case/f", "rw"), ("/case/f", "q"), ("/case/f", "r++"), ("/case/none",), ("/case",), (3.5,), (-1,)]:
    try:
        io.FileIO(*args)
    except Exception as error:
        print(type(error).__name__, getattr(error, "strerror", None) or error)
r = io.FileIO("/case/f")
for call in [lambda: r.write(b"x"), lambda: r.truncate(1), lambda: r.seek(-1), lambda: r.seek(0, 9)]:
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error.strerror or error)
w = io.FileIO("/case/f", "a")
print(w.tell(), w.mode)
for call in [lambda: w.read(), lambda: w.readall(), lambda: w.readinto(bytearray(1))]:
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error.strerror or error)
`,
  "what is yet to be written": `
f = open("/case/f", "w", newline="\\r\\n")
f.write("a\\n" * 3)
print(open("/case/f", "rb").read())
f.flush()
print(open("/case/f", "rb").read())
f.write("tail")
del f
print(open("/case/f", "rb").read())
b = open("/case/b", "wb", buffering=4)
b.write(b"abc")
print(open("/case/b", "rb").read())
b.write(b"defg")
print(open("/case/b", "rb").read())
b.write(b"hijklmnop")
b.close()
print(open("/case/b", "rb").read())
l = open("/case/l", "w", buffering=1)
l.write("one ")
print(open("/case/l").read())
l.write("two\\n")
print(open("/case/l").read())
with open("/case/big", "w") as f:
    for i in range(30000): f.write(f"line {i}\\n")
print(sum(len(line) for line in open("/case/big")), sum(1 for _ in open("/case/big", "rb")))
with open("/case/r", "w+b") as f:
    f.write(bytes(range(100)))
    f.seek(10)
    print(f.read(3), f.tell())
    f.write(b"XYZ")
    print(f.read(2), f.tell(), f.peek(1)[:1], f.tell())
    f.seek(12)
    print(f.read(6))
`,
  "text in other encodings": `
for encoding in ["utf-8", "utf-8-sig", "utf-16", "latin-1", "utf-16-be"]:
    with open("/case/t", "w", encoding=encoding) as f: f.write("h\\u00e9llo\\n")
    with open("/case/t", "a", encoding=encoding) as f: f.write("more")
    print(encoding, open("/case/t", "rb").read(), repr(open("/case/t", encoding=encoding).read()))
try:
    with open("/case/t", "w", encoding="ascii") as f: f.write("\\u00e9")
except UnicodeEncodeError as error:
    print(error)
with open("/case/t", "w", encoding="ascii", errors="backslashreplace") as f: f.write("\\u00e9")
print(open("/case/t").read())
with open("/case/t", "wb") as f: f.write(b"ok \\xff\\n")
try:
    open("/case/t").read()
except UnicodeDecodeError as error:
    print(error)
print(ascii(open("/case/t", errors="surrogateescape").read()), ascii(open("/case/t", errors="replace").read()))
with open("/case/t", "wb") as f: f.write(b"a\\r\\nb\\rc\\n")
for newline in [None, "", "\\n", "\\r", "\\r\\n"]: print(open("/case/t", newline=newline).readlines())
`,
  "posix: files and folders": `
import os
os.chdir("/case")
print(os.getcwd(), os.getcwdb(), os.listdir(), os.listdir("/case"))
os.makedirs("a/b/c", exist_ok=True)
os.makedirs("a/b/c", exist_ok=True)
for name in ["a/1", "a/2", "a/b/3"]:
    with open(name, "w") as f: f.write(name)
print(sorted(os.listdir("a")), sorted(os.listdir(b"a")))
for top, folders, files in os.walk("a"): print(top, sorted(folders), sorted(files))
print([(top, sorted(files)) for top, _, files in os.walk("a", topdown=False)])
os.rename("a/1", "a/one")
os.replace("a/2", "a/one")
print(sorted(os.listdir("a")), open("a/one").read())
os.remove("a/one")
os.unlink("a/b/3")
os.rmdir("a/b/c")
os.removedirs("a/b")
print(os.listdir("."))
with open("x", "w") as f: f.write("12345")
os.truncate("x", 3)
st = os.stat("x")
print(st.st_size, len(st), st[6] == st.st_size, type(st).__name__, os.path.getsize("x"), st.st_mtime_ns // 10**9 == int(st.st_mtime) == st[8])
os.utime("x", (1000, 2000.5))
print(os.stat("x").st_atime, os.stat("x").st_mtime, os.stat("x").st_mtime_ns, os.path.getmtime("x"))
os.utime("x", ns=(5 * 10**9, 7 * 10**9))
print(os.stat("x").st_atime, os.stat("x").st_mtime_ns)
os.chmod("x", 0o640)
print(oct(os.stat("x").st_mode), os.access("x", os.F_OK), os.access("nope", os.F_OK))
print(os.fspath("p"), os.fspath(b"p"), os.fsencode("h\\u00e9"), ascii(os.fsdecode(b"h\\xc3")), os.path.exists("x"), os.path.isfile("x"), os.path.isdir("/case"))
os.environ["NEW"] = "value"
print(os.getenv("NEW"), os.environ.pop("NEW"), "NEW" in os.environ, os.environ.get("NEW", 5))
os.chdir("/")
`,
  "posix: links": `
import os
os.chdir("/case")
with open("target", "w") as f: f.write("contents")
os.symlink("target", "link")
os.symlink("none", "broken")
print(os.readlink("link"), os.path.islink("link"), os.path.islink("target"), open("link").read(), os.lstat("link").st_size)
print(os.path.exists("broken"), os.path.lexists("broken"), os.path.realpath("link"), os.path.samefile("link", "target"))
print(os.stat("link").st_size, os.stat("link", follow_symlinks=False).st_size)
with os.scandir("/case") as entries:
    for entry in sorted(entries, key=lambda entry: entry.name):
        print(entry, entry.path, entry.is_file(), entry.is_dir(), entry.is_symlink(), entry.is_file(follow_symlinks=False))
print(sorted(entry.name for entry in os.scandir()), sorted(entry.path for entry in os.scandir(b".")))
for entry in os.scandir("/case"):
    if entry.name == "target": print(entry.stat().st_size, os.fspath(entry), entry.inode() == os.stat("target").st_ino)
os.remove("link")
os.remove("broken")
print(os.listdir())
os.chdir("/")
`,
  "posix: descriptors": `
import os
fd = os.open("/case/f", os.O_RDWR | os.O_CREAT | os.O_EXCL)
print(os.write(fd, b"abcdef"), os.lseek(fd, 2, os.SEEK_SET), os.read(fd, 2), os.read(fd, 10), os.read(fd, 10), os.lseek(fd, -1, os.SEEK_END))
print(os.pread(fd, 2, 0), os.pwrite(fd, b"XY", 1), os.lseek(fd, 0, os.SEEK_CUR), os.fstat(fd).st_size)
os.ftruncate(fd, 3)
again = os.dup(fd)
print(again != fd, os.pread(again, 9, 0), os.isatty(fd), os.fsync(fd))
os.close(fd)
print(os.pread(again, 9, 0))
with os.fdopen(again, "r+") as f: print(f.read(), f.fileno() == again)
a = os.open("/case/f", os.O_WRONLY | os.O_APPEND)
print(os.write(a, b"end"), os.write(a, b"!"))
os.close(a)
print(open("/case/f").read())
os.close(os.open("/case/f", os.O_WRONLY | os.O_TRUNC))
print(os.path.getsize("/case/f"))
for call in [lambda: os.close(fd), lambda: os.read(fd, 1), lambda: os.fstat(999), lambda: os.open("/case/none", os.O_RDONLY), lambda: os.open("/case/f", os.O_CREAT | os.O_EXCL)]:
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error.strerror, error.filename)
r = os.open("/case/f", os.O_RDONLY)
try:
    os.write(r, b"x")
except OSError as error:
    print(error.strerror)
os.close(r)
def opener(path, flags): return os.open(path, flags, 0o600)
with open("/case/o", "w", opener=opener) as f: print(f.write("by opener"), f.name)
print(open("/case/o").read())
`,
  "posix: what is refused": `
import os
open("/case/file", "w").close()
os.mkdir("/case/full")
open("/case/full/x", "w").close()
calls = {
    "stat": lambda: os.stat("/case/none"),
    "stat in file": lambda: os.stat("/case/file/x"),
    "mkdir": lambda: os.mkdir("/case/file"),
    "mkdir deep": lambda: os.mkdir("/case/a/b"),
    "rmdir": lambda: os.rmdir("/case/full"),
    "rmdir file": lambda: os.rmdir("/case/file"),
    "remove": lambda: os.remove("/case/none"),
    "rename": lambda: os.rename("/case/none", "/case/other"),
    "listdir": lambda: os.listdir("/case/none"),
    "listdir file": lambda: os.listdir("/case/file"),
    "scandir": lambda: os.scandir("/case/none"),
    "readlink": lambda: os.readlink("/case/none"),
    "readlink file": lambda: os.readlink("/case/file"),
    "chdir": lambda: os.chdir("/case/none"),
    "utime": lambda: os.utime("/case/none"),
    "type": lambda: os.stat(1.5),
    "type 2": lambda: os.mkdir(1),
    "type 3": lambda: os.rename("x", 3),
    "null": lambda: os.stat("a\\0b"),
    "fspath": lambda: os.fspath(3),
    "utime both": lambda: os.utime("/case/file", (1, 2), ns=(3, 4)),
    "utime type": lambda: os.utime("/case/file", 5),
    "environ": lambda: os.environ.__setitem__("a=b", "c"),
    "environ type": lambda: os.environ.__setitem__("a", 3),
    "stat_result": lambda: os.stat_result((1, 2)),
    "DirEntry": lambda: os.DirEntry(),
    "setattr": lambda: setattr(os.stat("/case"), "x", 1),
}
for name, call in calls.items():
    try:
        print(name, call())
    except Exception as error:
        print(name, type(error).__name__, getattr(error, "strerror", None) or error, getattr(error, "filename", None), getattr(error, "filename2", None))
print(os.stat_result(range(10)), os.stat_result(range(10)).st_mtime, os.stat_result(range(16)).st_atime_ns, os.terminal_size((80, 24)).columns)
`,
  "os.path": `
import os.path as p
print(p.join("a", "/b", "c"), p.split("/a/b/"), p.splitext("a.b/c.tar.gz"), p.basename("/x/y"), p.dirname("/x/y"), p.commonpath(["/a/b", "/a/c"]))
for path in ["", "/", "//", "///", "a//b", "./a/../b/.", "../../a", "/../a", "//a/..", "a/..", "a/../..", b"x/./y"]:
    print(repr(p.normpath(path)), p.splitroot(path))
print(p.relpath("/a/b/c", "/a/d"), p.abspath("/x/../y"), p.isabs("/a"), p.commonprefix(["abc", "abd"]), p.normcase("A"))
print(p.expanduser("x"), p.expandvars("$NOPE/x"), p.ismount("/"), p.splitdrive("c:/x"))
for call in [lambda: p.normpath(3), lambda: p.join("a", b"b"), lambda: p.join("a", 3), lambda: p.commonpath([])]:
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
`,
  contextlib: `
import contextlib, io, sys, os
@contextlib.contextmanager
def tag(name):
    print("<" + name + ">")
    try:
        yield name.upper()
    except ValueError as error:
        print("caught", error)
    finally:
        print("</" + name + ">")
with tag("a") as x: print(x)
with tag("b"): raise ValueError("inside")
try:
    with tag("c"): raise KeyError("k")
except KeyError as error: print("out", error)
@tag("deco")
def f(): print("in f")
f(); f()
with contextlib.suppress(ZeroDivisionError, KeyError): 1 / 0
with contextlib.redirect_stdout(io.StringIO()) as out: print("hidden")
print(repr(out.getvalue()))
class C:
    def close(self): print("closed")
with contextlib.closing(C()) as c: print(type(c).__name__)
with contextlib.ExitStack() as stack:
    for name in "xy": stack.enter_context(tag(name))
    stack.callback(print, "callback", end="!\\n")
    stack.push(lambda *exc: print("exit", exc[0]) or True)
    raise OSError("swallowed")
with contextlib.ExitStack() as stack:
    kept = stack.pop_all()
    stack.callback(print, "inner")
kept.close()
with contextlib.nullcontext(5) as five: print(five)
class D(contextlib.ContextDecorator):
    def __enter__(self): print("enter"); return self
    def __exit__(self, *exc): print("exit", exc[0]); return False
@D()
def g(): return 7
print(g())
try:
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise ValueError("first")
except ZeroDivisionError as error: print(repr(error), repr(error.__context__))
@contextlib.contextmanager
def bad():
    yield 1
    yield 2
try:
    with bad(): pass
except RuntimeError as error: print(error)
@contextlib.asynccontextmanager
async def atag():
    print("in"); yield 3; print("out")
async def main():
    async with atag() as n: print(n)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(atag())
try: main().send(None)
except StopIteration: print("done")
class CM(contextlib.AbstractContextManager):
    def __exit__(self, *e): print("e")
with CM() as m: print(m.__class__.__name__)
old = os.getcwd()
with contextlib.chdir("/"): print(os.getcwd())
print(os.getcwd() == old)
`,
  pathlib: `
import pathlib, os
from pathlib import PurePath, PurePosixPath, PureWindowsPath, Path
p = PurePosixPath("/usr/lib/python3.14/os.tar.gz")
print(p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents), p.parts, p.anchor, p.root, p.drive, repr(p))
print(p / "x" / "../y", p.with_name("z"), p.with_suffix(".py"), p.with_stem("q"), p.relative_to("/usr"), p.is_absolute(), p.as_posix())
print(p.match("*.gz"), p.full_match("/usr/**/*.gz"), p.is_relative_to("/usr"), PurePosixPath("a") < PurePosixPath("b"), hash(PurePosixPath("a")) == hash(PurePosixPath("a/.")), PurePosixPath("a//b/./c"))
print(p.relative_to("/usr/share", walk_up=True), PurePosixPath("a", "/b", "c").joinpath("d", "e"), "x" / PurePosixPath("y"), PurePosixPath("."), PurePosixPath(""))
w = PureWindowsPath(r"C:\\Users\\x\\file.TXT")
print(w, w.drive, w.root, w.parts, w.as_posix(), w == PureWindowsPath("c:/users/X/FILE.txt"), repr(w), w.parent)
for bad in [lambda: p.relative_to("/etc"), lambda: p.with_name(""), lambda: p.with_name("a/b"), lambda: p.with_suffix("x"), lambda: PurePosixPath(5), lambda: PurePosixPath("a") < 3]:
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
root = Path("/case/pl")
root.mkdir(parents=True, exist_ok=True)
f = root / "file.txt"
print(f.exists(), f.write_text("héllo\\nworld\\n"), f.read_text(), f.read_bytes(), f.stat().st_size, f.is_file(), f.is_dir(), root.is_dir())
(root / "sub" / "deep").mkdir(parents=True)
(root / "sub" / "b.py").touch()
(root / "sub" / "deep" / "c.py").write_bytes(b"x")
print(sorted(str(x) for x in root.iterdir()), sorted(x.name for x in root.glob("**/*.py")), sorted(str(x.relative_to(root)) for x in root.rglob("*")))
for top, dirs, files in root.walk(): print(top, sorted(dirs), sorted(files))
print(f.rename(root / "new.txt"), f.exists(), (root / "new.txt").open().readline(), (root / "new.txt").suffix)
with (root / "w.bin").open("wb") as h: h.write(b"123")
print((root / "w.bin").resolve(), (root / "sub/..").resolve(), Path("/case").samefile("/case/."), os.fspath(root), str(root / "sub" / ".." / "x"))
link = root / "link"
link.symlink_to("new.txt")
print(link.is_symlink(), link.readlink(), link.read_text()[:2], link.lstat().st_size == len("new.txt"))
for bad in [lambda: (root / "none").read_text(), lambda: root.mkdir(), lambda: (root / "sub").rmdir(), lambda: (root / "none").unlink(), lambda: (root / "none" / "x").touch()]:
    try: print(bad())
    except OSError as e: print(type(e).__name__, e.strerror, e.filename)
(root / "none").unlink(missing_ok=True)
link.unlink(); (root / "w.bin").unlink()
print((root / "new.txt").copy(root / "copy.txt"), (root / "copy.txt").read_text() == "héllo\\nworld\\n", (root / "copy.txt").move(root / "sub" / "moved.txt"))
print(sorted(x.name for x in (root / "sub").iterdir()), Path.cwd().is_absolute())
`,
  tempfile: `
import tempfile, os
tempfile.tempdir = "/case"
with tempfile.TemporaryDirectory() as d:
    print(os.path.isdir(d), os.path.basename(d).startswith("tmp"), len(os.path.basename(d)))
    with open(os.path.join(d, "x"), "w") as f: f.write("x")
    os.mkdir(os.path.join(d, "sub"))
print(os.path.exists(d))
with tempfile.NamedTemporaryFile("w+", suffix=".txt", prefix="pre", delete=True) as f:
    print(f.name.endswith(".txt"), os.path.basename(f.name).startswith("pre"), f.write("hello"), f.seek(0), f.read(), os.path.exists(f.name))
print(os.path.exists(f.name))
fd, path = tempfile.mkstemp(text=True)
print(os.write(fd, b"abc"), os.fstat(fd).st_size, os.path.exists(path))
os.close(fd); os.remove(path)
with tempfile.TemporaryFile() as f: print(f.write(b"12"), f.seek(0), f.read())
with tempfile.SpooledTemporaryFile(max_size=5, mode="w+") as f: print(f.write("abc"), f._rolled, f.write("defgh"), f._rolled, f.seek(0), f.read())
d = tempfile.mkdtemp(dir="/case", prefix="q_")
print(os.path.basename(d)[:2], tempfile.gettempdir(), tempfile.gettempprefix(), os.listdir("/case") == [os.path.basename(d)])
os.rmdir(d)
try: tempfile.mkstemp(dir="/case/none")
except OSError as e: print(type(e).__name__)
`,
  io: `
import io, os
os.chdir("/case")
with io.open("t.txt", "w", encoding="utf-8") as f:
    print(f.write("one\\ntwo\\nthree\\n"), f.tell(), type(f.buffer).__name__, type(f.buffer.raw).__name__, f.buffer.raw.fileno() > 2)
with open("t.txt") as f:
    print(next(f), f.readline(), end="")
    try: f.tell()
    except OSError as e: print(e)
    print(f.read(), f.read() == "", f.encoding.lower(), f.errors, f.newlines, f.line_buffering)
with open("t.txt", "rb") as f:
    print(f.peek(3)[:3], f.read1(2), f.readinto(b := bytearray(4)), b, f.seek(-3, io.SEEK_END), f.readline(), f.tell())
    print(list(io.BytesIO(b"a\\nb")), f.seekable(), f.raw.readall())
class Upper(io.TextIOBase):
    def __init__(self): self.parts = []
    def writable(self): return True
    def write(self, s): self.parts.append(s.upper()); return len(s)
u = Upper()
print("hello", 5, file=u, sep="-")
print(u.parts, isinstance(u, io.IOBase), u.closed)
class Raw(io.RawIOBase):
    def __init__(self, data): self.data = data; self.at = 0
    def readable(self): return True
    def readinto(self, b):
        part = self.data[self.at:self.at + min(len(b), 5)]
        b[:len(part)] = part
        self.at += len(part)
        return len(part)
r = io.BufferedReader(Raw(b"the quick\\nbrown fox\\n"), 8)
print(r.readline(), r.read(3), r.peek()[:2], r.read())
t = io.TextIOWrapper(io.BufferedReader(Raw("grüße\\r\\nzwei\\r".encode("utf-16"))), encoding="utf-16")
print([line for line in t])
pair = io.BufferedRWPair(io.BytesIO(b"in"), o := io.BytesIO())
print(pair.read(), pair.write(b"out"), pair.flush(), o.getvalue())
s = io.StringIO("a\\r\\nb\\nc", newline=None)
print(s.readlines(), s.getvalue(), s.seek(0), s.truncate(2), s.getvalue())
d = io.IncrementalNewlineDecoder(None, translate=True)
print(repr(d.decode("a\\r")), repr(d.decode("\\nb", final=True)), d.newlines)
for call in [lambda: open("t.txt", "r+b").read(-5), lambda: io.BytesIO(b"x").seek(-1), lambda: io.StringIO("x").seek(1, 1), lambda: io.BufferedReader(io.StringIO()), lambda: io.TextIOWrapper(io.BytesIO(), newline="x"), lambda: io.open("none.txt"), lambda: io.BytesIO().getbuffer()[0]]:
    try: print(call())
    except Exception as e: print(type(e).__name__, getattr(e, "strerror", None) or e)
with io.FileIO("raw.bin", "w") as raw, io.BufferedWriter(raw) as w:
    w.write(b"abc"); print(raw.tell(), w.tell())
print(io.FileIO("raw.bin").read(), io.DEFAULT_BUFFER_SIZE, io.SEEK_CUR, io.text_encoding(None))
with open("rw.txt", "w+", encoding="utf-8") as f:
    f.write("äöü\\nxyz")
    f.seek(0); a = f.readline(); pos = f.tell(); b = f.read()
    f.seek(pos); f.write("XY"); f.seek(0)
    print(repr(a), repr(b), pos, repr(f.read()), f.truncate(4), f.seek(0), repr(f.read()))
print(io.open_code(os.path.abspath("rw.txt")).read(2))
`,
  logging: `
import logging, io, sys
out = io.StringIO()
logging.basicConfig(stream=out, level=logging.DEBUG, format="%(levelname)s:%(name)s:%(message)s:%(funcName)s:%(lineno)d")
log = logging.getLogger("app.sub")
log.debug("debug %s %d", "x", 5)
log.info("dict %(a)s", {"a": 1})
def f(): log.warning("in f")
f()
try: 1 / 0
except ZeroDivisionError: log.exception("failed")
log.log(35, "custom")
logging.addLevelName(35, "NOTICE")
log.log(35, "custom")
print([line for line in out.getvalue().splitlines() if not line.startswith("  ")])
class H(logging.Handler):
    def emit(self, record): print("H", self.format(record), record.levelname, record.args, record.module)
h = H(level=logging.ERROR)
h.setFormatter(logging.Formatter("{levelname:<8}|{message}", style="{"))
log.addHandler(h)
log.propagate = False
log.error("err %r", [1]); log.info("dropped")
h.addFilter(lambda r: "no" not in r.getMessage())
log.critical("no way"); log.critical("yes")
a = logging.LoggerAdapter(log, {"k": 1}, merge_extra=True)
a.error("adapted", extra={"z": 2})
print(log.getEffectiveLevel(), log.isEnabledFor(10), log.parent.name, log.hasHandlers(), logging.getLevelName(20), logging.getLevelName("ERROR"), log, logging.getLogger("app") is log.parent, h)
logging.disable(logging.CRITICAL); log.critical("off"); logging.disable(logging.NOTSET)
log.setLevel("WARNING")
print(log.level, logging.getLevelNamesMapping()["INFO"], sorted(logging.getLogger("app").getChild("z").name))
r = logging.makeLogRecord({"msg": "m %s", "args": ("q",), "levelno": 20, "levelname": "INFO"})
print(r.getMessage(), logging.Formatter("$message", style="$").format(r), logging.Formatter("%(asctime)s %(message)s", "%Y").format(r)[:2])
with open("/case/x.log", "w") as _: pass
fh = logging.FileHandler("/case/x.log", mode="w"); fh.setFormatter(logging.Formatter("%(message)s"))
root = logging.getLogger("filelog"); root.addHandler(fh); root.propagate = False; root.warning("to file é"); fh.close()
print(open("/case/x.log").read())
for bad in [lambda: log.setLevel("NOPE"), lambda: logging.Formatter("%(nope)"), lambda: logging.Formatter("x", style="!"), lambda: log.log("x", "y"), lambda: logging.getLogger(3)]:
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
logging.shutdown()
`,
  "text in codecs that programs and the library register": `
import codecs
with open("/case/t", "w", encoding="cp1252") as f: print(f.write("\\u20ac \\xe9\\n"), f.encoding)
print(open("/case/t", "rb").read(), ascii(open("/case/t", encoding="cp1252").read()), [ascii(line) for line in open("/case/t", encoding="windows-1252")])
with open("/case/t", "a+", encoding="koi8-r") as f:
    f.write("\\u043f\\u0440\\n")
    f.seek(0)
    print(ascii(f.readline()), f.tell(), ascii(f.read()))
for encoding in ["cp437", "iso8859-15", "mac-roman", "utf-7"]:
    with open("/case/t", "w", encoding=encoding, newline="\\r\\n") as f: f.write("a\\xe9\\n")
    print(encoding, open("/case/t", "rb").read(), ascii(open("/case/t", encoding=encoding).read()))
try:
    with open("/case/t", "w", encoding="cp1252") as f: f.write("\\u4e00")
except UnicodeEncodeError as error:
    print(error)
with open("/case/t", "wb") as f: f.write(b"a\\x81b")
try:
    open("/case/t", encoding="cp1252").read()
except UnicodeDecodeError as error:
    print(error)
print(ascii(open("/case/t", encoding="cp1252", errors="replace").read()))
codecs.register_error("shout", lambda error: ("!" * (error.end - error.start), error.end))
with open("/case/t", "w", encoding="ascii", errors="shout") as f: f.write("x\\u4e00\\u4e01y")
print(open("/case/t").read(), ascii(open("/case/t", encoding="ascii", errors="shout").read()))
with open("/case/t", "wb") as f: f.write(b"ok \\xff\\xfe")
print(ascii(open("/case/t", errors="shout").read()))
for bad in [dict(encoding="no such"), dict(errors="no such"), dict(encoding="rot13"), dict(encoding="hex")]:
    try:
        print(open("/case/t", **bad).read(2))
    except Exception as error:
        print(type(error).__name__, error)
`,
  "files that nobody closed": `
import gc, io, os, sys, warnings
kept = warnings.catch_warnings()
kept.__enter__()
warnings.simplefilter("always")
seen = []
def show(message, category, filename, line, file=None, text=None):
    seen.append(f"{category.__name__}: {message}".replace(os.getcwd(), "CWD"))
warnings.showwarning = show
for options in ({"mode": "wb", "buffering": 0}, {"mode": "wb"}, {"mode": "r+b"}, {"mode": "w", "encoding": "utf-8"}, {"mode": "rb"}):
    f = open("left.txt", **options)
    del f
    print(len(seen), seen[-1])
with open("left.txt", "w") as f:
    f.write("text")
f = open("left.txt", closefd=True)
f.close()
del f
f = open(os.open("left.txt", os.O_RDONLY), closefd=False)
os.close(f.fileno())
del f
f = io.BytesIO(b"x")
del f
f = open("left.txt")
f.me = f
del f
gc.collect()
print(len(seen), seen[-1])
class Named(io.FileIO):
    def close(self):
        print("closing")
        super().close()
f = Named("left.txt")
del f
print(len(seen))
sys.unraisablehook = lambda args: print(args.err_msg, type(args.exc_value).__name__, args.exc_value)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    f = open("left.txt")
    del f
sys.unraisablehook = sys.__unraisablehook__
kept.__exit__(None, None, None)
`,
  "modules with names that no file has": `
import importlib.util
for name in ("string\\0", "a/b"):
    try:
        print(__import__(name))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))
`,
  "streams that block": `
import io
class Raw(io.RawIOBase):
    def __init__(self): self.taken, self.room = [], 100
    def writable(self): return True
    def readable(self): return True
    def seekable(self): return True
    def seek(self, pos, whence=0): return 0
    def tell(self): return 0
    def readinto(self, b): return 0
    def write(self, data):
        if self.room == 0: return None
        part = bytes(data)[:self.room]
        self.room -= len(part)
        self.taken.append(part)
        return len(part)
for make in (io.BufferedWriter, io.BufferedRandom):
    raw = Raw()
    stream = make(raw, 8)
    def attempt(data, room):
        raw.room = room
        try:
            print(stream.write(data), raw.taken)
        except BlockingIOError as e:
            print(e.strerror, e.characters_written, e.args[1:], raw.taken)
        raw.taken.clear()
    attempt(b"abcd", 100)
    attempt(b"efghi", 100)
    attempt(b"jklmn", 2)
    attempt(b"opqrwxyz0123456789", 6)
    attempt(b"ABC", 0)
    attempt(b"ABCDEFGHI", 100)
    attempt(b"01234567", 100)
    attempt(b"012345678", 100)
    attempt(b"x" * 20, 100)
    raw.room = 0
    try:
        stream.flush()
        print("flushed")
    except BlockingIOError as e:
        print(e.characters_written)
    raw.room = 100
    stream.close()
    print(raw.taken)
`,
};
