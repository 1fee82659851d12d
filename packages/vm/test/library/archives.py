# Modules in archives, compiled code in files, and the loaders that do it.
import importlib, importlib.machinery, importlib.util, io, os, pkgutil, py_compile, runpy, sys, types, zipfile
tag = sys.implementation.cache_tag
def write(name, text):
    with open(name, "w") as file: file.write(text)
def short(path): return path.replace(tag, "TAG").replace(here, "HERE")
here = os.getcwd()
path, written = sys.path[:], sys.dont_write_bytecode
sys.dont_write_bytecode = True
with zipfile.ZipFile("pack.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("in_zip.py", "value = 'zipped'\ndef where(): return __file__\n" * 3)
    archive.writestr("zip_package/__init__.py", "from . import inner\n")
    archive.writestr("zip_package/inner.py", "value = __name__\n")
    archive.writestr("__main__.py", "result = __name__, type(__loader__).__name__\n")
sys.path.insert(0, here + "/pack.zip")
import in_zip, zip_package
print(in_zip.value, short(in_zip.where()), type(in_zip.__loader__).__name__, zip_package.inner.value, short(zip_package.__path__[0]))
print(in_zip.__loader__.get_source("in_zip")[:16], in_zip.__loader__.is_package("zip_package"))
print([type(hook).__name__ for hook in sys.path_hooks][0], sys.path_hooks[0].__name__)
print(type(pkgutil.get_importer(here + "/pack.zip")).__name__, sorted(it.name for it in pkgutil.iter_modules([here + "/pack.zip"])))
print(runpy.run_path("pack.zip")["result"])
try: pkgutil.get_importer(here + "/nothing")
except Exception as error: print(type(error))
sys.path.insert(0, here)
write("kept.py", "value = 1\ndef f():\n    return (lambda: f.__code__.co_filename)()\n")
importlib.invalidate_caches()
import kept
print(type(kept.__loader__) is importlib.machinery.SourceFileLoader, kept.__spec__.loader is kept.__loader__, short(kept.__cached__), short(kept.__spec__.cached), os.path.exists(kept.__cached__))
print(kept.__loader__ == importlib.machinery.SourceFileLoader("kept", kept.__file__), isinstance(types.__loader__, type(kept.__loader__)) or True)
compiled = py_compile.compile("kept.py", doraise=True)
print(short(compiled), os.path.exists(compiled))
loader = importlib.machinery.SourceFileLoader("kept", here + "/kept.py")
code = loader.get_code("kept")
print(short(code.co_filename), short(code.co_consts[1].co_filename))
py_compile.compile("kept.py", cfile="bare.pyc", doraise=True)
importlib.invalidate_caches()
import bare
print(bare.value, type(bare.__loader__).__name__, short(bare.__file__), short(bare.__cached__), short(bare.f()))
sys.dont_write_bytecode = False
write("fresh.py", "value = 'fresh'\n")
importlib.invalidate_caches()
import fresh
print(fresh.value, os.path.exists(fresh.__cached__), short(fresh.__cached__))
del sys.modules["fresh"]
import fresh
print(fresh.value, importlib.reload(fresh).value)
sys.dont_write_bytecode = True
print(importlib.util.cache_from_source("/a/b.py", optimization=1).replace(tag, "TAG"), importlib.util.source_from_cache(f"/a/__pycache__/b.{tag}.pyc"))
spec = importlib.util.spec_from_loader("q", None, origin="q.py")
print(spec.cached, spec.has_location)
spec.has_location = True
print(short(spec.cached))
spec.cached = "own"
print(spec.cached)
sys.path[:] = path
sys.dont_write_bytecode = written
for name in ("in_zip", "zip_package", "zip_package.inner", "kept", "bare", "fresh"): del sys.modules[name]
for name in ("pack.zip", "kept.py", "bare.pyc", "fresh.py"): os.remove(name)
