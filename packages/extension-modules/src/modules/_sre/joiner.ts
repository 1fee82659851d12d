// Joins strings, or bytes, as `"".join` and `b"".join` do.

import {
  type Runtime,
  bytesOf,
  decref,
  isStr,
  newBytes,
  newStr,
  setError,
  strValue,
  typeName,
} from "@tjit/runtime/api";
import { type Subject } from "./subject.ts";
import { sliceString } from "./subject-object.ts";

/** Collects strings of one kind. What is of the other kind is reported at the end, as joining a list of them does. */
export class Joiner {
  readonly #rt: Runtime;
  readonly #isBytes: boolean;
  readonly #texts: string[] = [];
  readonly #chunks: Uint8Array[] = [];
  #count = 0;
  #mistake = "";

  constructor(rt: Runtime, isBytes: boolean) {
    this.#rt = rt;
    this.#isBytes = isBytes;
  }

  /** Adds a string; borrowed. */
  add(ref: number): void {
    const rt = this.#rt;
    const chunk = this.#isBytes ? bytesOf(rt, ref) : null;
    if (chunk !== null) this.#chunks.push(chunk.slice());
    else if (!this.#isBytes && isStr(rt, ref)) this.#texts.push(strValue(rt, ref));
    else if (this.#mistake === "") {
      const expected = this.#isBytes ? "a bytes-like object" : "str instance";
      this.#mistake = `sequence item ${String(this.#count)}: expected ${expected}, ${typeName(rt, ref)} found`;
    }
    this.#count++;
  }

  /** Adds a part of a string of the right kind. */
  addPart(string: number, subject: Subject, start: number, end: number): void {
    if (!this.#isBytes && subject.points === null) {
      this.#texts.push(subject.text.slice(start, end));
      this.#count++;
      return;
    }
    const part = sliceString(this.#rt, string, subject, start, end);
    this.add(part);
    decref(this.#rt, part);
  }

  /** All of them: a new reference. */
  join(): number {
    const rt = this.#rt;
    if (this.#mistake !== "") return setError(rt, rt.types.TypeError, this.#mistake);
    if (!this.#isBytes) return newStr(rt, this.#texts.join(""));
    const result = new Uint8Array(this.#chunks.reduce((sum, it) => sum + it.length, 0));
    let at = 0;
    for (const chunk of this.#chunks) {
      result.set(chunk, at);
      at += chunk.length;
    }
    return newBytes(rt, result);
  }
}
