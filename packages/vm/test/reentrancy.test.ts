// Callbacks that take away what a native works on, where CPython cannot be asked: it crashes, or hangs, or corrupts its memory.

import { extensionModule } from "@tjit/extension-modules";
import { expect, test } from "vitest";
import { interpreterColumn } from "./support/columns.ts";
import { runCase } from "./support/run-case.ts";

const library = { paths: [], code: () => undefined, source: () => undefined, nativeModule: extensionModule };

const programs: readonly { readonly name: string; readonly source: string; readonly printed: string }[] = [
  {
    name: "the free slot that a set has found is taken by the comparison",
    source: `
class H:
    def __init__(self, h): self.h = h
    def __hash__(self): return self.h
    def __eq__(self, other):
        global armed
        if armed:
            armed = False
            s.add(H(0))
        return False
armed = False
x = H(0)
s = {x, H(0)}
s.discard(x)
armed = True
s.add(H(0))
print(len(s), len(list(s)))
while s: s.pop()
`,
    printed: "3 3\n",
  },
  {
    name: "a buffer that is asked for changes the list that is joined",
    source: `
b = bytearray(b"1")
items = []
class B:
    def __init__(self, f): self.f = f
    def __buffer__(self, flags):
        self.f()
        return memoryview(bytearray(b"xy"))
for f in items.clear, lambda: items.append(b"z"), b.clear, lambda: None:
    items[:] = [b"1", b, B(f), b"2"]
    try: print(b",".join(items))
    except Exception as e: print(e)
`,
    printed: `sequence changed size during iteration
sequence changed size during iteration
sequence item 2: expected a bytes-like object, B found
b'1,1,xy,2'
`,
  },
  {
    name: "a stream detaches the one below while that works",
    source: `
import _io
class Raw(_io._RawIOBase):
    def readable(self): return True
    def writable(self): return True
    def write(self, data): t.detach(); return 1
class Below(_io.BytesIO):
    def read1(self, size): t.detach(); return b"abc"
    def write(self, data): t.detach(); return len(data)
for t, use in (
    (_io.BufferedWriter(Raw()), lambda: (t.write(b"aaa"), t.flush())),
    (_io.TextIOWrapper(_io.BufferedWriter(Raw())), lambda: (t.write("aaa"), t.flush())),
    (_io.TextIOWrapper(Below()), lambda: (t.write("aaa"), t.flush())),
    (_io.TextIOWrapper(Below()), lambda: t.readline()),
):
    try: use()
    except ValueError as e: print(e)
`,
    printed: "underlying buffer has been detached\n".repeat(4),
  },
  {
    name: "the text of an exception takes away what it is made of",
    source: `
class R:
    def __repr__(self): e.args = (); e.filename = e.strerror = None; return "R"
    def __str__(self): e.args = (); e.filename = e.strerror = None; return "S"
class Bad:
    def __str__(self): raise KeyError(1)
for kind in ValueError, KeyError, OSError:
    for count in 1, 3:
        e = kind(*[R() for i in range(count)])
        print(repr(e))
        e = kind(*[R() for i in range(count)])
        print(e)
try: str(OSError(Bad(), 2))
except KeyError as error: print("raised", error)
class E(Exception):
    def __setattr__(self, name, value): state.clear(); super().__setattr__(name, value)
state = {"a" + str(i): [i] for i in range(5)}
e = E()
e.__setstate__(state)
print(vars(e))
`,
    printed: `ValueError(R)
S
ValueError(R, R, R)
(R, R, R)
KeyError(R)
R
KeyError(R, R, R)
(R, R, R)
OSError(R)
S
OSError(R, R)
[Errno S] S: R
raised 1
{'a0': [0]}
`,
  },
];

test.each(programs)("$name", ({ source, printed }) => {
  const run = runCase(source, interpreterColumn, { heap: "checked", leaks: "checked", host: { library } });
  expect(run.outcome).toEqual({ stdout: printed, stderr: "", exitCode: 0 });
  expect(run.deviations).toEqual([]);
  expect(run.leaked).toBe(0);
});
