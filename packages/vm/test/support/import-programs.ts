// Programs with files beside them, for what imports do.

/** A program and the files in its folder. */
export interface ImportProgram {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly source: string;
}

/** Every program. */
export const importPrograms: readonly ImportProgram[] = [
  {
    name: "modules run once and are what their names say",
    files: {
      "alpha.py": `
print('running', __name__, __package__ == '', __file__)
count = 0
def bump():
    global count
    count += 1
    return count
`,
    },
    source: `
import alpha, sys
import alpha as again
from alpha import bump, count
for i in range(300): bump()
print(alpha is again, alpha.count, count, sys.modules["alpha"] is alpha)
print(alpha, alpha.__name__, alpha.__spec__.name, alpha.__spec__.origin, alpha.__spec__.parent, alpha.__spec__.has_location)
print(type(alpha.__loader__).__name__, alpha.__loader__.path, alpha.__loader__.is_package("alpha"), alpha.__spec__.submodule_search_locations)
print(alpha.__builtins__ is not None, alpha.__doc__)
`,
  },
  {
    name: "packages, relative imports and submodules",
    files: {
      "pack/__init__.py": "'the docstring'\nfrom . import one\nfrom .sub import two\nname = __name__\n",
      "pack/one.py": "from .sub.two import value\nfrom . import sub\nhere = __package__\n",
      "pack/sub/__init__.py": "print(__name__, __path__)\n",
      "pack/sub/two.py": "from ... import nothing\n",
      "pack/sub/three.py": "from .. import one\nfrom ..one import here\nfrom ..sub import four\n",
      "pack/sub/four.py": "x = 4\n",
      "fine/__init__.py": "from .a import x\nfrom . import b as other\n",
      "fine/a.py": "x = __package__, __name__\n",
      "fine/b.py": "from .a import x\nfrom fine.a import x as y\n",
    },
    source: `
try:
    import pack
except ImportError as error:
    print(type(error).__name__, error)
import sys
print([name for name in sys.modules if name.startswith("pack")])
import fine
print(fine.x, fine.other.y, fine.a.__name__, fine.b is fine.other)
`,
  },
  {
    name: "import of a dotted name binds the first part",
    files: { "a/__init__.py": "", "a/b/__init__.py": "", "a/b/c.py": "x = 1\n" },
    source: `
import a.b.c
print(a.b.c.x, a, a.b.__path__, a.b.c.__package__)
import a.b.c as c
from a.b import c as d
print(c is d)
def f():
    import a.b.c as local
    return local.x
print(f())
`,
  },
  {
    name: "what is not there",
    files: { "mod.py": "x = 1\n", "pack/__init__.py": "", "pack/inner.py": "import missing_inside\n" },
    source: `
def attempt(text):
    try:
        exec(text, {"__name__": "prog"})
    except BaseException as error:
        print(type(error).__name__, error, getattr(error, "name", None), getattr(error, "path", None), getattr(error, "name_from", None))
for text in ["import nope", "import nope.a", "import mod.a", "import mod.a.b", "import pack.nope", "from pack import nope", "from mod import nope",
             "import pack.inner", "from pack import inner", "import sys.x", "from nope import *"]:
    attempt(text)
import sys
sys.modules["blocked"] = None
attempt("import blocked")
attempt("from blocked import x")
attempt("import blocked.sub")
print("pack.inner" in sys.modules, "pack" in sys.modules)
`,
  },
  {
    name: "relative imports beyond the top, and from nowhere",
    files: { "pack/__init__.py": "", "pack/up.py": "from ... import x\n", "pack/way.py": "from .. import x\n" },
    source: `
for name in ["pack.up", "pack.way"]:
    try:
        __import__(name)
    except ImportError as error:
        print(error)
for package in ["", "pack", 3]:
    try:
        exec("from .nothing import x", {"__package__": package, "__name__": "y"})
    except Exception as error:
        print(type(error).__name__, error)
`,
  },
  {
    name: "circular imports",
    files: {
      "left.py": "import right\nvalue = 1\n",
      "right.py": `
import left
try:
    left.value
except AttributeError as error:
    print(error)
try:
    from left import value
except ImportError as error:
    print(error)
`,
      "ring/__init__.py": "from ring import a\n",
      "ring/a.py": "from ring import b\nthing = 1\n",
      "ring/b.py": `
from ring import a
print(a)
import ring
try:
    ring.a
except AttributeError as error:
    print(error)
`,
    },
    source: "import left\nprint(left.value)\nimport ring\nprint(ring.a.thing, ring.a.b)\n",
  },
  {
    name: "circular imports that fail",
    files: { "first.py": "from second import b\na = 1\n", "second.py": "from first import a\nb = 1\n" },
    source: "import first\n",
  },
  {
    name: "a module that fails is taken out again",
    files: {
      "bad.py": "import good\nprint('in bad')\n1 / 0\n",
      "good.py": "x = 1\n",
      "ugly.py": "def f(:\n    pass\n",
      "tabs.py": "if 1:\n\tx\n        y\n",
    },
    source: `
import sys
for name in ["bad", "bad", "ugly", "tabs"]:
    try:
        __import__(name)
    except Exception as error:
        print(type(error).__name__, error, name in sys.modules, "good" in sys.modules)
import bad
`,
  },
  {
    name: "tracebacks through files",
    files: {
      "deep.py": "def fail(n):\n    if n == 0:\n        raise ValueError('deep')\n    fail(n - 1)\n",
      "pack/__init__.py": "import deep\ndeep.fail(2)\n",
    },
    source: "import pack\n",
  },
  {
    name: "a syntax error in a file",
    files: { "broken.py": "x = 1\ny = (1,\nz = 2\n" },
    source: "import broken\n",
  },
  {
    name: "star imports",
    files: {
      "plain.py": "a = 1\n_b = 2\nc = 3\n",
      "listed.py": "__all__ = ['a', '_b']\na = 1\n_b = 2\nc = 3\n",
      "wrong.py": "__all__ = ['nothing']\n",
      "pack/__init__.py": "__all__ = ['inner', 'x']\nx = 1\n",
      "pack/inner.py": "print('inner runs')\n",
    },
    source: `
from plain import *
print(a, c, "_b" in globals())
del a, c
from listed import *
print(a, _b, "c" in globals())
from pack import *
print(inner.__name__, x)
try:
    from wrong import *
except AttributeError as error:
    print(error)
`,
  },
  {
    name: "modules that replace themselves, or are replaced",
    files: {
      "chameleon.py": "import sys\nclass Thing:\n    answer = 42\nsys.modules[__name__] = Thing\n",
      "gone.py": "import sys\ndel sys.modules[__name__]\n",
      "pack/__init__.py": "",
      "pack/swap.py": "import sys\nsys.modules[__name__] = 'swapped'\n",
    },
    source: `
import chameleon
print(chameleon.answer)
try:
    import gone
except KeyError as error:
    print("KeyError", error)
import pack.swap
print(pack.swap)
import sys
class Fake: x = 5
sys.modules["fake"] = Fake
import fake
from fake import x
print(fake.x, x)
try:
    from fake import y
except ImportError as error:
    print(error)
`,
  },
  {
    name: "module __getattr__",
    files: {
      "lazy.py":
        "def __getattr__(name):\n    if name == 'missing':\n        raise AttributeError(f'no {name}')\n    return name.upper()\n",
    },
    source: `
import lazy
from lazy import anything
print(lazy.hello, anything)
try:
    lazy.missing
except AttributeError as error:
    print(error)
try:
    from lazy import missing
except ImportError as error:
    print(error)
`,
  },
  {
    name: "namespace packages",
    files: { "space/inner/mod.py": "x = __package__\n", "space/other.py": "from .inner import mod\n" },
    source: `
import space.inner.mod, space.other
print(space.inner.mod.x, space.other.mod is space.inner.mod, list(space.__path__), space.__spec__.origin, hasattr(space, "__file__"))
`,
  },
  {
    name: "folders win over files, earlier entries over later",
    files: {
      "both/__init__.py": "print('package')\n",
      "both.py": "print('file')\n",
      "x/same.py": "print('x')\n",
      "y/same.py": "print('y')\n",
      "bare/note.txt": "",
      "bare.py": "print('bare.py')\n",
    },
    source: `
import sys, both, bare
sys.path.insert(0, "/case/y")
sys.path.append("/case/x")
import same
del sys.modules["same"]
sys.path.remove("/case/y")
import same
`,
  },
  {
    name: "finders of the program",
    files: { "real.py": "x = 'file'\n" },
    source: `
import sys
class Spec:
    def __init__(self, name, loader):
        self.name, self.loader, self.origin = name, loader, "made up"
        self.submodule_search_locations, self.has_location, self.cached, self.parent = None, False, None, ""
class Finder:
    def find_spec(self, name, path, target=None):
        print("asked for", name, path, target)
        return Spec(name, self) if name.startswith("made_") else None
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.made = module.__name__ * 2
        if module.__name__ == "made_bad": raise ValueError("bad")
sys.meta_path.insert(0, Finder())
import made_up, real
print(made_up.made, made_up.__spec__.origin, made_up.__loader__ is sys.meta_path[0], real.x)
try:
    import made_bad
except ValueError as error:
    print(error, "made_bad" in sys.modules)
sys.meta_path.pop(0)
try:
    import made_other
except ImportError as error:
    print(error)
`,
  },
  {
    name: "__import__, replaced and called",
    files: { "pack/__init__.py": "", "pack/mod.py": "x = 1\n" },
    source: `
print(__import__("pack.mod").__name__, __import__("pack.mod", fromlist=["x"]).__name__, __import__("pack", None, None, ["mod"]).mod.x)
for args in [("",), (3,), ("pack", None, None, (), -1), ("pack", None, None, [3])]:
    try:
        __import__(*args)
    except Exception as error:
        print(type(error).__name__, error)
import builtins
real = builtins.__import__
def spy(name, globals=None, locals=None, fromlist=(), level=0):
    print("import", name, fromlist, level)
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = spy
try:
    import pack.mod
    from pack import mod as m
finally:
    builtins.__import__ = real
`,
  },
  {
    name: "a hot loop over names of modules",
    files: { "numbers_of.py": "base = 10\ndef add(x):\n    return x + base\n" },
    source: `
import numbers_of
total = 0
for i in range(2000):
    total = numbers_of.add(total) - numbers_of.base + i
    if i == 1500:
        numbers_of.base = 7
    from numbers_of import base
print(total, base)
`,
  },
  {
    name: "what `import *` takes: from modules that are not modules, into namespaces that are not dicts",
    files: {
      "listed.py": "__all__ = ['a', 5]\na = 1\n",
      "lazy.py":
        "def __getattr__(name):\n    if name == '__all__': return ['q']\n    if name == 'q': return 42\n    raise AttributeError(name)\n",
      "plain.py": "a = 1\n_b = 2\nc = 3\n",
    },
    source: `
import sys
class Namespace:
    def __init__(self): self.names = {}
    def __getitem__(self, name): return self.names[name]
    def __setitem__(self, name, value):
        if value == 3: raise ValueError(name)
        self.names[name] = value
    def keys(self): return self.names.keys()
def star(name, namespace=None):
    namespace = {} if namespace is None else namespace
    try:
        exec(f"from {name} import *", {}, namespace)
    except Exception as error:
        print(type(error).__name__, error)
    print({name: value for name, value in getattr(namespace, "names", namespace).items() if name != "__builtins__"})
star("listed")
star("lazy")
star("plain", Namespace())
module = type(sys)("odd")
module.__dict__[5] = 6
sys.modules["odd"] = module
star("odd")
class Loose:
    __dict__ = {"p": 1, "_q": 2}
    p = 7
sys.modules["loose"] = Loose()
star("loose")
class Bare:
    __slots__ = ()
sys.modules["bare"] = Bare()
star("bare")
class Named(type(sys)):
    def __getattr__(self, name):
        return ["x", "y"] if name == "__all__" else name.upper()
sys.modules["named"] = Named("named")
star("named")
try:
    type(sys)(5)
except TypeError as error:
    print(error)
`,
  },
];
