// Makes the host's half of builtin types and functions in a machine that was restored from an image. The step of the bootstrap that
// defined a type is replayed: `defineType` then gives its specification to {@link Links.take} and makes nothing in memory, so a step
// may do nothing but define. From the specification come slots, definitions and payloads, each when it is asked for.

import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification } from "../types/builtin-definition.ts";
import { Slots } from "../types/slots.ts";
import { completeSlots, define, definitionParts, descriptorParts, ownSlots } from "../types/type-parts.ts";
import { type TypeSpecification } from "../types/type-specification.ts";
import { FixedType } from "../layout/memory-map.ts";
import { TypeObject } from "../layout/objects.ts";
import { typeSlots } from "../object/reference.ts";
import { type Origins, type TypeOrigin } from "./origins.ts";

/** What defines a machine's own types and functions. */
export interface DefinitionSteps {
  /** In the order in which they run; each defines types and does nothing else. */
  readonly types: readonly ((rt: Runtime) => void)[];
  /** Functions by module. */
  readonly functions: Readonly<Record<ModuleWithFunctions, () => Readonly<Record<string, BuiltinSpecification>>>>;
}

/** Modules that every machine has. */
export type ModuleWithFunctions = "builtins" | "sys";

interface LinkedType {
  readonly spec: TypeSpecification;
  readonly own: Partial<Slots>;
}

/** The links of one machine. */
export class Links {
  readonly #rt: Runtime;
  readonly #origins: Origins;
  readonly #steps: DefinitionSteps;
  readonly #linked = new Map<number, LinkedType>();
  readonly #functions: Partial<Record<ModuleWithFunctions, readonly (readonly [name: string, it: BuiltinSpecification])[]>> = {};
  /** Types of the step that is replayed which it has not defined yet. */
  #replayed: TypeOrigin[] | null = null;

  constructor(rt: Runtime, origins: Origins, steps: DefinitionSteps) {
    this.#rt = rt;
    this.#origins = origins;
    this.#steps = steps;
    rt.definitions.linkWith((handle) => {
      this.#linkDefinition(handle);
    });
    rt.payloads.linkWith((handle) => {
      this.#linkPayloads(handle);
    });
  }

  /** Whether a step is being replayed: `defineType` asks. */
  get isReplaying(): boolean {
    return this.#replayed !== null;
  }

  /** Takes the specification of the next type of the step that is replayed. Returns its address. */
  take(spec: TypeSpecification): number {
    const origin = this.#replayed?.shift();
    if (origin === undefined) throw new Error(`the image does not know the type ${spec.name}`);
    const [, type] = origin;
    this.#linked.set(type, { spec, own: ownSlots(spec) });
    return type;
  }

  /** The slots of a type that the bootstrap made. */
  slots(type: number): Slots {
    const slots = this.#makeSlots(type);
    this.#rt.slotTables[this.#rt.heap.load(type + TypeObject.handle.offset)] = slots;
    return slots;
  }

  /** Makes all that has not been asked for: for tests. */
  linkAll(): void {
    for (const [, type, , , firstPayload, payloads] of this.#origins.types) {
      typeSlots(this.#rt, type);
      if (payloads > 0) this.#linkPayloads(firstPayload);
    }
    for (let handle = 1; handle < this.#rt.definitions.end; handle++) this.#rt.definitions.get(handle);
  }

  #makeSlots(type: number): Slots {
    // A type that has an address but is not written yet.
    if (this.#originOf(type) === undefined) return new Slots();
    const { own } = this.#link(type);
    if (type === FixedType.object) return completeSlots(own, null);
    return completeSlots(own, typeSlots(this.#rt, this.#rt.heap.load(type + TypeObject.base.offset)));
  }

  #originOf(type: number): TypeOrigin | undefined {
    return this.#origins.types.find((it) => it[1] === type);
  }

  #link(type: number): LinkedType {
    const known = this.#linked.get(type);
    if (known !== undefined) return known;
    const [step = -1] = this.#originOf(type) ?? [];
    const before = this.#replayed;
    this.#replayed = this.#origins.types.filter((it) => it[0] === step);
    this.#steps.types[step]?.(this.#rt);
    this.#replayed = before;
    const linked = this.#linked.get(type);
    if (linked === undefined) throw new Error(`nothing defines the type at ${type}`);
    return linked;
  }

  #linkDefinition(handle: number): void {
    const { definitions } = this.#rt;
    const origin = this.#origins.types.find((it) => isIn(handle, it[2], it[3]));
    if (origin !== undefined) {
      const [, type, first] = origin;
      const { spec, own } = this.#link(type);
      definitionParts(spec, own).forEach(({ definition }, index) => {
        definitions.fill(first + index, definition);
      });
      return;
    }
    const functions = this.#origins.functions.find((it) => isIn(handle, it[1], it[2]));
    if (functions === undefined) return;
    const [module, first] = functions;
    const specifications = (this.#functions[module] ??= Object.entries(this.#steps.functions[module]()));
    const [name, it] = specifications[handle - first] ?? [];
    if (name !== undefined && it !== undefined) definitions.fill(handle, define(it, name, null));
  }

  #linkPayloads(handle: number): void {
    const { payloads } = this.#rt;
    const origin = this.#origins.types.find((it) => isIn(handle, it[4], it[5]));
    if (origin === undefined) return;
    const [, type, , , first, , ...staticFunctions] = origin;
    const { spec } = this.#link(type);
    staticFunctions.forEach((callable, index) => {
      payloads.fill(first + index, { callable });
    });
    descriptorParts(spec, type).forEach(({ payload }, index) => {
      payloads.fill(first + staticFunctions.length + index, payload);
    });
  }
}

function isIn(handle: number, first: number, count: number): boolean {
  return handle >= first && handle < first + count;
}
