// Compiles every variant of every uop to a stencil: record all as functions of one module, let Binaryen optimize it, cut the bodies out.

import type { UopDefinition } from "@tjit/ir";
import { BuilderError } from "../builder/builder-error.ts";
import type { UopBody, ValueType } from "../builder/language.ts";
import { ModuleBuilder } from "../builder/module-builder.ts";
import { layOutLocals, type LocalType, localTypeOf } from "../registers.ts";
import type { Callee, CalleeType, Stencil, StencilSetData } from "../stencil-data.ts";
import { deriveVariants, type Variant } from "../variants.ts";
import { decodeInstructions } from "../wasm/instruction.ts";
import type { FunctionType, ModuleDescription } from "../wasm/module-encoder.ts";
import { decodeModule } from "../wasm/module-decoder.ts";
import { countScratch, cutStencil, type ImportMeaning, type OptimizedFunction } from "./cut.ts";
import { optimizeModule } from "./optimize-module.ts";
import { holeModule, stencilName, wayModule } from "./stencil-names.ts";
import { type RecordedStencil, recordStencil, StencilNames } from "./stencil-recorder.ts";

/** What is compiled. */
export interface StencilDescription {
  /** Uops that only tier 1 runs, and recorders, are skipped. */
  readonly uops: Iterable<UopDefinition>;
  readonly bodies: Readonly<Record<string, UopBody>>;
  /** K: how many stack values can be in registers. */
  readonly registerCount: number;
  /** Absent: {@link deriveVariants}. */
  readonly variants?: (definition: UopDefinition, registerCount: number) => readonly Variant[];
}

/** How it is compiled. */
export interface StencilOptions {
  /** `none` cuts what the builder wrote, for tests. */
  readonly optimize?: "full" | "none";
}

interface Member {
  readonly definition: UopDefinition;
  readonly variant: Variant;
  readonly recorded: RecordedStencil;
}

/**
 * Compiles a stencil set. The same description gives the same set.
 * @throws BuilderError when a body is missing or does what a trace cannot.
 */
export function compileStencils(description: StencilDescription, options: StencilOptions = {}): StencilSetData {
  const names = new StencilNames();
  const members = recordMembers(description, names);
  const plain = buildModule(members, names);
  const bytes = options.optimize === "none" ? plain : optimizeModule(plain, { optimize: 4, shrink: 0 });
  const module = decodeModule(bytes);
  const types: CalleeType[] = [];
  const callees = [...names.callees.values()].map(({ kind, name, parameters, result }): Callee => {
    return { kind, name, type: indexOfType(types, { parameters, result }) };
  });
  const functions = members.map((member) => functionOf(module, member));
  const scratch = maximumScratch(functions);
  const layout = layOutLocals(description.registerCount, scratch);
  const meaning = importMeaning(module, names, callees);
  const stencils = members.map(({ definition, variant }, index): Stencil => {
    const fn = functions[index];
    if (fn === undefined) throw new BuilderError("as many functions as members");
    return { uop: definition.name, ...variant, ...cutStencil(fn, meaning, layout) };
  });
  return { registerCount: description.registerCount, scratch, types, callees, stencils };
}

function recordMembers(
  { uops, bodies, registerCount, variants = deriveVariants }: StencilDescription,
  names: StencilNames,
): Member[] {
  const missing: string[] = [];
  const members = [...uops].flatMap((definition) => {
    const wanted = variants(definition, registerCount);
    const body = bodies[definition.name];
    if (body === undefined && wanted.length > 0) missing.push(definition.name);
    if (body === undefined) return [];
    return wanted.map((variant) => ({
      definition,
      variant,
      recorded: recordStencil(definition, body, variant, names),
    }));
  });
  if (missing.length > 0) throw new BuilderError(`no body for ${missing.join(", ")}`);
  return members;
}

function buildModule(members: readonly Member[], names: StencilNames): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder("vm");
  for (const { kind, name, parameters, result } of names.callees.values())
    module.importFunction(kind, name, parameters, result);
  for (const [name, { registers }] of names.ways) {
    const types = registers.map((register): ValueType => (register === "fp" ? "i32" : localTypeOf(register.class)));
    module.importFunction(wayModule, name, types, "void");
  }
  for (const [name, { type }] of names.holes) module.importGlobal(holeModule, name, type);
  for (const { recorded } of members) module.addFunction(recorded.code, recorded.code.name);
  return module.toBytes();
}

function indexOfType(
  types: CalleeType[],
  { parameters, result }: { readonly parameters: readonly LocalType[]; readonly result: LocalType | "void" },
): number {
  const key = JSON.stringify([parameters, result]);
  const known = types.findIndex((type) => JSON.stringify([type.parameters, type.result]) === key);
  return known >= 0 ? known : types.push({ parameters, result }) - 1;
}

/** Equal functions may have become one: the export's name leads to it all the same. */
function functionOf(module: ModuleDescription, { definition, variant, recorded }: Member): OptimizedFunction {
  const name = stencilName(definition.name, variant.inputs, variant.outputs);
  const exported = module.exports.find((item) => item.kind === "function" && item.name === name);
  const imported = module.imports.filter((item) => item.description.kind === "function").length;
  const body = exported === undefined ? undefined : module.functions[exported.index - imported];
  if (body === undefined) throw new BuilderError(`stencil ${name} is not among the exports`);
  return {
    name,
    parameters: recorded.parameters,
    locals: body.locals,
    instructions: decodeInstructions(body.code),
    isTerminal: definition.flags.has("terminal"),
  };
}

function maximumScratch(functions: readonly OptimizedFunction[]): Record<LocalType, number> {
  const maximum = { i32: 0, f64: 0, i64: 0 };
  for (const { locals } of functions) {
    const counts = countScratch(locals);
    for (const type of ["i32", "f64", "i64"] as const) maximum[type] = Math.max(maximum[type], counts[type]);
  }
  return maximum;
}

function importMeaning(module: ModuleDescription, names: StencilNames, callees: readonly Callee[]): ImportMeaning {
  const functions = module.imports.flatMap((item) =>
    item.description.kind === "function" ? [{ ...item, type: item.description.type }] : [],
  );
  const globals = module.imports.filter((item) => item.description.kind === "global");
  const typeOf = (index: number): FunctionType => {
    const imported = functions[index];
    const type = module.types[imported?.type ?? module.functions[index - functions.length]?.type ?? -1];
    if (type === undefined) throw new BuilderError(`function ${index} has no type`);
    return type;
  };
  return {
    way: (index) => {
      const item = functions[index];
      return item?.module === wayModule ? names.ways.get(item.name) : undefined;
    },
    callee: (index) => {
      const item = functions[index];
      const number =
        item === undefined ? -1 : callees.findIndex(({ kind, name }) => kind === item.module && name === item.name);
      return number < 0 ? undefined : number;
    },
    hole: (index) => {
      const item = globals[index];
      return item?.module === holeModule ? names.holes.get(item.name)?.value : undefined;
    },
    folded: names.folded,
    arityOf: (index) => {
      const type = typeOf(index);
      return { parameters: type.parameters.length, results: type.results.length };
    },
  };
}
