// Runs the Python program on its standard input in MicroPython.

import process from "node:process";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { readInput } from "./read-input.ts";

// The default of 1 MiB does not hold the sieve.
const heapsize = 128 << 20;

const micropython = await loadMicroPython({ heapsize, stdout: (line) => process.stdout.write(`${line}\n`) });
micropython.runPython(readInput());
