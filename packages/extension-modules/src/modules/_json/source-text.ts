// The text that is read: positions, and errors that tell them.

import {
  type Runtime,
  StrFlag,
  callWith,
  decref,
  getAttributeString,
  importModule,
  newInt,
  newStr,
  pointIndex,
  restoreError,
  setErrorObject,
  strFlags,
  strValue,
  unitIndex,
} from "@tjit/runtime/api";

/** A str object as the readers see it: UTF-16, where Python counts code points. */
export class SourceText {
  readonly text: string;
  readonly #rt: Runtime;
  readonly #object: number;
  readonly #kind: "simple" | "astral";

  constructor(rt: Runtime, object: number) {
    this.#rt = rt;
    this.#object = object;
    this.text = strValue(rt, object);
    this.#kind = (strFlags(rt, object) & StrFlag.ASTRAL) === 0 ? "simple" : "astral";
  }

  /** Where a code point is; behind the end when there are not so many. */
  unit(index: number): number {
    return this.#kind === "simple" ? index : unitIndex(this.text, index, this.#kind);
  }

  /** Which code point is at a position. */
  point(at: number): number {
    return pointIndex(this.text, at, this.#kind);
  }

  /** JSONDecodeError at a position. Always 0. */
  fail(message: string, at: number): 0 {
    const rt = this.#rt;
    const module = importModule(rt, "json.decoder");
    const type = module === 0 ? 0 : getAttributeString(rt, module, "JSONDecodeError");
    if (module !== 0) decref(rt, module);
    if (type === 0) return 0;
    const text = newStr(rt, message);
    const position = newInt(rt, this.point(at));
    const error = callWith(rt, type, text, this.#object, position);
    for (const it of [type, text, position]) decref(rt, it);
    if (error !== 0) restoreError(rt, error);
    return 0;
  }

  /** StopIteration with a position: there is no value. Always 0. */
  stop(at: number): 0 {
    const position = newInt(this.#rt, this.point(at));
    setErrorObject(this.#rt, this.#rt.types.StopIteration, position);
    decref(this.#rt, position);
    return 0;
  }
}
