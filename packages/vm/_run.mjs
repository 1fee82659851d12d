import { VM, eagerTuning } from "@tjit/vm";
import fs from "fs";
const file = process.argv[2];
const jit = process.argv[3] !== "off";
const src = file === "-c" ? process.argv[4] : fs.readFileSync(file, "utf8");
const vm = new VM({ debugHeap: !!process.env.DBG, stdout: (t) => process.stdout.write(t), stderr: (t) => process.stderr.write(t), jit: process.argv[3]==="eager" ? {...eagerTuning, ...(process.env.FUEL?{fuel:+process.env.FUEL}:{}), ...(process.env.PIPE!==undefined?{pipeline:process.env.PIPE}:{})} : jit,
  now: () => Date.now()/1000, monotonic: () => performance.now()/1000, clock: () => performance.now(),
  onEvent: process.env.EV ? (e) => { if (e.kind !== "record") console.error(e.kind, JSON.stringify(e, (k,v)=> k==="trace"||k==="log"||k==="recorded"||k==="optimized"||k==="bytes"||k==="remarks"?undefined:v)); } : undefined });
try { vm.run(src, { filename: file }); } catch (e) { if (e.traceback) { process.stderr.write(e.traceback); process.exit(1);} else throw e; }
