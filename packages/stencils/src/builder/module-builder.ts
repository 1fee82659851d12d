// Collects the parts of a module by name and encodes them. Imports come before what is defined, as the format wants it.

import type {
  ElementSegment,
  Export,
  FunctionType,
  Global,
  Import,
  ModuleDescription,
} from "../wasm/module-encoder.ts";
import { type Limits, encodeModule } from "../wasm/module-encoder.ts";
import { TypeCode } from "../wasm/opcodes.ts";
import { BuilderError } from "./builder-error.ts";
import { encodeFunction, type NameResolver } from "./function-encoder.ts";
import type { ValueType } from "./language.ts";
import type { FunctionCode } from "./recorder.ts";

interface ImportedFunction {
  readonly module: string;
  readonly type: number;
}

interface DefinedGlobal extends Global {
  readonly exportAs: string | undefined;
}

/** A module in the making. */
export class ModuleBuilder {
  readonly #types: FunctionType[] = [];
  readonly #importedFunctions = new Map<string, ImportedFunction>();
  readonly #importedGlobals = new Map<string, { readonly module: string; readonly type: ValueType }>();
  readonly #functions = new Map<string, { readonly code: FunctionCode; readonly exportAs: string | undefined }>();
  readonly #globals = new Map<string, DefinedGlobal>();
  readonly #elements: { readonly offset: number; readonly names: readonly string[] }[] = [];
  readonly #environmentModule: string;

  readonly #tableLimits: Limits;

  /** `environmentModule` is the import module of the memory and the table; `tableSize` is for a table that never grows. */
  constructor(environmentModule: string, tableSize?: number) {
    this.#environmentModule = environmentModule;
    this.#tableLimits = tableSize === undefined ? { minimum: 1 } : { minimum: tableSize, maximum: tableSize };
    this.typeIndex(["i32", "i32", "i32", "i32"], "i32");
  }

  typeIndex(parameters: readonly ValueType[], result: ValueType | "void"): number {
    const type: FunctionType = {
      parameters: parameters.map((parameter) => TypeCode[parameter]),
      results: result === "void" ? [] : [TypeCode[result]],
    };
    const key = JSON.stringify(type);
    const index = this.#types.findIndex((other) => JSON.stringify(other) === key);
    return index >= 0 ? index : this.#types.push(type) - 1;
  }

  importFunction(module: string, name: string, parameters: readonly ValueType[], result: ValueType | "void"): void {
    this.#claim(name);
    this.#importedFunctions.set(name, { module, type: this.typeIndex(parameters, result) });
  }

  /** An immutable global. */
  importGlobal(module: string, name: string, type: ValueType): void {
    this.#importedGlobals.set(name, { module, type });
  }

  addGlobal(name: string, initial: number, exportAs?: string): void {
    this.#globals.set(name, { type: TypeCode.i32, isMutable: true, initial, exportAs });
  }

  addFunction(code: FunctionCode, exportAs?: string): void {
    this.#claim(code.name);
    this.#functions.set(code.name, { code, exportAs });
  }

  hasFunction(name: string): boolean {
    return this.#functions.has(name) || this.#importedFunctions.has(name);
  }

  /** Puts functions in consecutive slots of the table. */
  addElements(offset: number, names: readonly string[]): void {
    this.#elements.push({ offset, names });
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return encodeModule(this.describe());
  }

  describe(): ModuleDescription {
    const functionIndex = indexByName([...this.#importedFunctions.keys(), ...this.#functions.keys()], "function");
    const globalIndex = indexByName([...this.#importedGlobals.keys(), ...this.#globals.keys()], "global");
    const names: NameResolver = { functionIndex, globalIndex, handlerType: 0 };
    const functions = [...this.#functions.values()].map(({ code }) => ({
      type: this.typeIndex(
        code.parameters.map((local) => local.type),
        code.result,
      ),
      ...encodeFunction(code, names),
    }));
    const exports: Export[] = [];
    for (const [name, { exportAs }] of this.#functions) {
      if (exportAs !== undefined) exports.push({ name: exportAs, kind: "function", index: functionIndex(name) });
    }
    for (const [name, { exportAs }] of this.#globals) {
      if (exportAs !== undefined) exports.push({ name: exportAs, kind: "global", index: globalIndex(name) });
    }
    const elements: ElementSegment[] = this.#elements.map(({ offset, names: members }) => ({
      offset,
      functions: members.map(functionIndex),
    }));
    return {
      types: this.#types,
      imports: this.#imports(),
      functions,
      globals: [...this.#globals.values()],
      exports,
      elements,
    };
  }

  #imports(): Import[] {
    const module = this.#environmentModule;
    return [
      { module, name: "memory", description: { kind: "memory", limits: { minimum: 1 } } },
      { module, name: "table", description: { kind: "table", limits: this.#tableLimits } },
      ...[...this.#importedFunctions].map(([name, item]): Import => ({
        module: item.module,
        name,
        description: { kind: "function", type: item.type },
      })),
      ...[...this.#importedGlobals].map(([name, item]): Import => ({
        module: item.module,
        name,
        description: { kind: "global", type: TypeCode[item.type], isMutable: false },
      })),
    ];
  }

  #claim(name: string): void {
    if (this.hasFunction(name)) throw new BuilderError(`two functions are named ${name}`);
  }
}

function indexByName(names: readonly string[], what: string): (name: string) => number {
  const indices = new Map(names.map((name, index) => [name, index]));
  return (name) => {
    const index = indices.get(name);
    if (index === undefined) throw new BuilderError(`no ${what} is named ${name}`);
    return index;
  };
}
