// Runs the Python program on its standard input in Pyodide.

import process from "node:process";
import { loadPyodide } from "pyodide";
import { readInput } from "./read-input.ts";

const pyodide = await loadPyodide({ stdout: (line) => process.stdout.write(`${line}\n`) });
pyodide.runPython(readInput());
