// What the simulated heap holds. An object is a count and a content; contents say which references they own.

import type { FrameHandle, Reference } from "../machine.ts";

/** A function's code. Functions of one code differ in version and closure. */
export interface SimulatedCode {
  /** Its number stands for the reference of the code object. */
  readonly id: number;
  readonly name: string;
  readonly parameterCount: number;
  readonly localCount: number;
  readonly constants: readonly Reference[];
}

/** What user code does when it runs: a call of a builtin, or a finalizer. */
export type Effect =
  | "none"
  /** Appends a number to the first list of the roots. */
  | "append"
  /** Empties the first list of the roots. */
  | "clear"
  /** Binds the first global to another number. */
  | "rebind"
  /** Gives the first class another version. */
  | "retype"
  /** Raises. */
  | "raise";

/** A name and what it is bound to; 0 while unbound. */
export interface Binding {
  readonly name: string;
  value: Reference;
}

/** What an object is, without its count. Arrays and bindings are changed in place. */
export type Content =
  | { readonly type: "int"; readonly value: bigint }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "NoneType" }
  | { readonly type: "NotImplementedType" }
  | { readonly type: "float"; value: number }
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "tuple"; readonly items: readonly Reference[] }
  | { readonly type: "list"; readonly items: Reference[] }
  /** Entries by the text of their key. */
  | { readonly type: "dict"; readonly entries: Map<string, { readonly key: Reference; value: Reference }> }
  | { readonly type: "set"; readonly entries: Map<string, Reference> }
  | { readonly type: "slice"; readonly items: readonly Reference[] }
  | { readonly type: "range_iterator"; next: bigint; readonly step: bigint; remaining: number }
  | { readonly type: "list_iterator" | "tuple_iterator"; sequence: Reference; index: number }
  | { readonly type: "function"; readonly code: SimulatedCode; version: number; readonly closure: readonly Reference[] }
  | { readonly type: "method"; readonly function: Reference; readonly self: Reference }
  | { readonly type: "builtin_function"; readonly name: string; readonly effect: Effect }
  | { readonly type: "method_descriptor"; readonly name: string }
  | {
      readonly type: "type";
      readonly name: string;
      version: number;
      readonly attributes: readonly Binding[];
      readonly effect: Effect;
    }
  /** An instance. `label` is what the log calls it when it dies; its class says what its finalizer does. */
  | { readonly type: "object"; readonly class: Reference; readonly label: string; readonly values: Binding[] }
  | { readonly type: "module"; version: number; readonly entries: Binding[] }
  | { readonly type: "cell"; value: Reference }
  /** While it runs or is done, what is in its frame is the frames' business. */
  | { readonly type: "generator"; readonly handle: FrameHandle; readonly frame: SuspendedFrame; state: GeneratorState };

/** What a generator is doing. */
export type GeneratorState = "suspended" | "running" | "done";

/** What a suspended frame owns. */
export interface SuspendedFrame {
  readonly callable: Reference;
  readonly locals: readonly Reference[];
  readonly stack: readonly Reference[];
}

/** The references that an object of this content owns, in the order in which they are given back. */
export function ownedBy(content: Content): readonly Reference[] {
  switch (content.type) {
    case "tuple":
    case "list":
    case "slice":
      return content.items;
    case "dict":
      return [...content.entries.values()].flatMap(({ key, value }) => [key, value]);
    case "set":
      return [...content.entries.values()];
    case "list_iterator":
    case "tuple_iterator":
      return [content.sequence];
    case "function":
      return [...content.code.constants, ...content.closure];
    case "method":
      return [content.function, content.self];
    case "type":
      return content.attributes.map(({ value }) => value);
    case "object":
      return [...content.values.map(({ value }) => value), content.class];
    case "module":
      return content.entries.map(({ value }) => value);
    case "cell":
      return [content.value];
    case "generator": {
      const { callable, locals, stack } = content.frame;
      return content.state === "suspended" ? [...stack, ...locals, callable] : [];
    }
    default:
      return [];
  }
}
