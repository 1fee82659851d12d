// A Python virtual machine: one memory, one interpreter, one JIT. Everything it reaches outside of itself is in its options.

import type { CodeObject, UnitReader } from "@tjit/bytecode";
import { stencilBytes } from "@tjit/interpreter";
import {
  CodeObjectLayout,
  Frame,
  Periodic,
  RunStatus,
  type Runtime,
  VmState,
  createRuntime,
  decref,
  describeException,
  hostFunctions,
  mainNamespace,
  newCode,
  newFunction,
  runCode,
  setSyntaxError,
  toHost,
  vmStateAddress,
} from "@tjit/runtime";
import { familyCaches, specializationRules } from "@tjit/runtime";
import { Specializer, specializationOff } from "@tjit/specializer";
import { StencilSet, decodeBase64 } from "@tjit/stencils";
import { opcodes } from "@tjit/bytecode";
import { WasmEngine, createMemory, runtimeEngine } from "./engine.ts";
import { PythonError, PythonExit, PythonSyntaxError } from "./errors.ts";
import type { JitListener } from "./jit/events.ts";
import { Jit } from "./jit/jit.ts";
import { type JitTuning, defaultTuning, specializingTuning } from "./jit/tuning.ts";
import { Quickener } from "./quicken.ts";
import { compileSource } from "./source.ts";
