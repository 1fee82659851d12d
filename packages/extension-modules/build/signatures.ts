// The program that reads signatures from CPython. Lines: `name signature` for functions of `builtins`, types, and special methods, which
// have the same signature in most types; `=owner` before those of a module or a type that differ.

import { extensionModuleNames } from "../src/names.ts";

/** Modules that the machine has itself. */
const ownModules = "sys math itertools time gc _string _weakref _warnings _typing _io atexit errno _imp".split(" ");

const modules = [...ownModules, ...extensionModuleNames];

/** To be run by CPython; its value is the lines. */
export const signatureReader = `
import builtins, collections, importlib, types
def signature(it):
    text = getattr(it, "__text_signature__", None)
    return None if text is None else " ".join(text.split())
def internal():
    def generator(): yield
    async def asynchronous(): yield
    async def coroutine(): pass
    running = coroutine()
    samples = [{}.keys(), {}.values(), {}.items(), iter([]), iter(()), iter({}), iter(""), iter(b""), iter(set()), iter(range(0)), iter(bytearray()),
        reversed([]), running.__await__(), asynchronous(), "".join, str.join, int.__add__, (0).__add__, dict.fromkeys, int.real, property,
        types.SimpleNamespace(), int | str, list[int], None, NotImplemented, ..., memoryview(b"")]
    running.close()
    found = [type(it) for it in samples]
    return found + [it for it in vars(types).values() if isinstance(it, type) and it.__module__ in ("builtins", "types")]
def named(type):
    return type.__name__ if type.__module__ == "builtins" else type.__module__ + "." + type.__name__
tables = {}
classes = {}
def add(owner, name, text):
    if text is not None: tables.setdefault(owner, {}).setdefault(name, text)
for name in ["builtins", ${modules.map((name) => JSON.stringify(name)).join(", ")}]:
    try: module = importlib.import_module(name)
    except ImportError: continue
    for attribute, value in sorted(vars(module).items()):
        if isinstance(value, type):
            if value.__module__ not in ("_frozen_importlib", "_frozen_importlib_external"): classes[named(value)] = value
        elif isinstance(value, types.BuiltinFunctionType) and value.__name__ == attribute: add("" if name == "builtins" else name, attribute, signature(value))
for it in internal(): classes.setdefault(named(it), it)
common = {}
for name, it in sorted(classes.items()):
    add("", name, signature(it))
    for attribute, value in sorted(vars(it).items()):
        if isinstance(value, staticmethod): value = value.__func__
        if isinstance(value, types.FunctionType): continue
        text = signature(value)
        add(it.__name__, attribute, text)
        if text is not None and attribute.startswith("__"): common.setdefault(attribute, collections.Counter())[text] += 1
for attribute, texts in common.items(): add("", attribute, max(sorted(texts), key=texts.get))
lines = []
for owner, rows in sorted(tables.items()):
    kept = [f"{name} {text}" for name, text in sorted(rows.items()) if owner == "" or not name.startswith("__") or tables[""].get(name) != text]
    if kept: lines += ["=" + owner] + kept
"\\n".join(lines)
`;
