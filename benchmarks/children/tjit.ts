// Runs the Python program on its standard input in tjit: `tjit.ts on` or `tjit.ts off` for the JIT. It has the standard library.

import process from "node:process";
import { inflateRawSync } from "node:zlib";
import { openLibrary } from "@tjit/stdlib";
import { newVM } from "./new-vm.ts";
import { readInput } from "./read-input.ts";

const vm = newVM({
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  jit: process.argv[2] === "on",
  library: openLibrary(inflateRawSync),
});
vm.run(readInput(), { filename: "benchmark.py" });
