// Runs the Python program on its standard input in tjit: `tjit.ts on` or `tjit.ts off` for the JIT.

import process from "node:process";
import { loadVirtualMachine } from "./load-vm.ts";
import { readInput } from "./read-input.ts";

const VM = await loadVirtualMachine();
const vm = new VM({
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  jit: process.argv[2] === "on",
});
await vm.run(readInput(), { filename: "benchmark.py" });
