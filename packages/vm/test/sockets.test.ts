// Pipes, pairs of sockets and event loops within the machine. CPython cannot be asked here: the oracle has no pairs of sockets. The
// program says itself what must hold.

import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { expect, it } from "vitest";
import { fullColumn, interpreterColumn } from "./support/columns.ts";
import { memoryFiles } from "./support/memory-files.ts";
import { caseFilename, caseFolder } from "./support/outcome.ts";
import { runCase } from "./support/run-case.ts";

const program = `
import asyncio, os, select, socket

a, b = socket.socketpair()
assert a.family == socket.AF_UNIX and a.fileno() != b.fileno()
assert select.select([a, b], [a], [], 0) == ([], [a], [])
a.sendall(b"hello")
assert select.select([a, b], [], [])[0] == [b]
assert (b.recv(2), b.recv(10, socket.MSG_PEEK), b.recv(10)) == (b"he", b"llo", b"llo")
b.setblocking(False)
try: b.recv(1)
except BlockingIOError: pass
else: raise AssertionError
b.settimeout(0.01)
try: b.recv(1)
except TimeoutError: pass
else: raise AssertionError
buffer = bytearray(3)
a.send(b"xyz")
assert b.recv_into(buffer) == 3 and buffer == b"xyz"
assert a.send(bytes(100_000)) == 65536
a.close()
assert len(b.recv(100_000)) == 65536 and b.recv(1) == b""
try: b.send(b"x")
except BrokenPipeError: pass
else: raise AssertionError
with b.makefile("rb") as file: assert file.read() == b""
b.close()
try: socket.socket()
except OSError as error: assert error.errno == 97
else: raise AssertionError

reader, writer = os.pipe()
with open(writer, "w") as file: print("through a pipe", file=file)
with open(reader) as file: assert file.read() == "through a pipe\\n"

async def main():
    results = await asyncio.gather(*(asyncio.sleep(0.001 * n, n) for n in (3, 1, 2)))
    try: await asyncio.wait_for(asyncio.sleep(9), 0.002)
    except TimeoutError: results.append("late")
    asyncio.get_running_loop().call_soon_threadsafe(results.append, "soon")
    await asyncio.sleep(0.001)
    return results

assert asyncio.run(main()) == [3, 1, 2, "late", "soon"]
print("held")
`;

it("bytes go from one end to the other, and loops wait", { timeout: 60_000 }, () => {
  const library = openLibrary(inflateRawSync);
  for (const column of [interpreterColumn, fullColumn]) {
    const files = memoryFiles(caseFolder, { [`${caseFolder}/${caseFilename}`]: program });
    const host = {
      library,
      env: {},
      files,
      now: () => Date.now() / 1000,
      monotonic: () => performance.now() / 1000,
      sleep: (seconds: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000),
    };
    const run = runCase(program, column, { heap: "plain", leaks: "ignored", host });
    expect(`${run.outcome.stdout}${run.outcome.stderr}`, column.name).toBe("held\n");
  }
});
