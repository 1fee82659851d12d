# Packages in pieces, finders and hooks of one's own, archives with packages in pieces; what modules then say they are.
import importlib, importlib.util, os, sys, tempfile, zipfile
import importlib.machinery

folder = tempfile.mkdtemp()
shown = lambda value: str(value).replace(folder, "F")
sys.dont_write_bytecode = True

def write(name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)

write("one/pieces/a.py", "v = 1")
write("two/pieces/b.py", "v = 2")
write("three/pieces/c.py", "v = 3")
write("one/empty/deep/d.py", "v = 4")
path = list(sys.path)
sys.path[:0] = [folder + "/one", folder + "/two"]
import pieces, pieces.a, pieces.b
print(shown(pieces), shown(pieces.__path__), type(pieces.__loader__).__name__, pieces.__file__, pieces.a.v, pieces.b.v)
print(len(pieces.__path__), shown(pieces.__path__[0]), "x" in pieces.__path__, pieces.__spec__.origin, pieces.__spec__.loader is pieces.__loader__)
# The path follows sys.path.
sys.path.append(folder + "/three")
import pieces.c
print(pieces.c.v, shown(list(pieces.__path__)))
import empty.deep.d
print(empty.deep.d.v, shown(empty), shown(empty.deep), importlib.util.find_spec("pieces.nothing"))
try:
    from pieces import nothing
except ImportError as error:
    print(error)

with zipfile.ZipFile(folder + "/z.zip", "w") as archive:
    archive.writestr("inside/k.py", "k = 1")
sys.path.insert(0, folder + "/z.zip")
import inside.k
print(inside.k.k, shown(inside))

class Finder:
    def find_spec(self, name, path, target=None):
        if name in ("made", "made.sub"):
            return importlib.util.spec_from_loader(name, self, is_package=name == "made", origin="memory")
        if name == "unmade":
            return importlib.machinery.ModuleSpec(name, None)
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.__all__ = ["sub", "q"]
        module.q = module.__name__
finder = Finder()
sys.meta_path.append(finder)
from made import *
print(sub, q, sub.q, sys.modules["made"], sys.modules["made"].__path__)
try:
    import unmade
except ImportError as error:
    print(error, error.name)
sys.meta_path.remove(finder)

class Hook:
    def __init__(self, path):
        if not path.startswith("mem:"):
            raise ImportError("not mine")
        self.path = path
    def find_spec(self, name, target=None):
        print("asked", self.path, name)
        if name.rpartition(".")[2] in ("hooked", "inner"):
            return importlib.util.spec_from_loader(name, self, is_package=name == "hooked")
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.v = self.path + module.__name__
        if module.__name__ == "hooked":
            module.__path__ = ["mem:sub"]
sys.path_hooks.insert(0, Hook)
sys.path.append("mem:1")
from hooked import *
import hooked.inner
print(v, hooked.inner.v)
try:
    import hooked.missing
except ImportError as error:
    print(error)
sys.path_hooks.remove(Hook)
sys.path[:] = path
for name in list(sys.path_importer_cache):
    if name.startswith(("mem:", folder)):
        del sys.path_importer_cache[name]
for name in ("pieces", "empty", "inside", "made", "hooked"):
    for full in list(sys.modules):
        if full.partition(".")[0] == name:
            del sys.modules[full]
importlib.invalidate_caches()
sys.dont_write_bytecode = False
print(importlib.util.source_hash(b""), importlib.util.source_hash(b"abc"), importlib.util.source_hash(bytes(range(256))))
import _imp
print(_imp.source_hash(2 ** 31 - 5, b"xyz12345"), _imp.source_hash(-1, memoryview(b"abcdefghi")))
for arguments in [(2 ** 70, b""), ("5", b""), (5, "text"), (5,)]:
    try:
        _imp.source_hash(*arguments)
    except Exception as error:
        print(type(error).__name__, error)
