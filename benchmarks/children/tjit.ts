// Runs the Python program on its standard input in tjit: `tjit.ts on` or `tjit.ts off` for the JIT.

import process from "node:process";
import { newVM } from "./new-vm.ts";
import { readInput } from "./read-input.ts";

const vm = newVM({
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  jit: process.argv[2] === "on",
});
vm.run(readInput(), { filename: "benchmark.py" });
