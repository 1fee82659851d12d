// `_csv.Dialect`: the parameters of a format, checked.

import {
  HostObject,
  LayoutKind,
  None,
  type Runtime,
  callTuple,
  clearError,
  decref,
  defineType,
  dictGet,
  errorOccurred,
  getAttribute,
  getset,
  hostPayload,
  indexNumber,
  internStr,
  isInt,
  isStr,
  isSubtype,
  isTrue,
  method,
  newHostObject,
  newInt,
  newRef,
  newStr,
  newTuple,
  pyBool,
  setError,
  strLength,
  strValue,
  tupleOf,
  typeInfo,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import { type CsvModule, Quoting } from "./state.ts";

/** Payload of a dialect; characters are strings of one code point, "" where there is none. */
export interface Dialect {
  readonly delimiter: string;
  readonly doublequote: boolean;
  readonly escapechar: string;
  readonly lineterminator: string;
  readonly quotechar: string;
  readonly quoting: number;
  readonly skipinitialspace: boolean;
  readonly strict: boolean;
}

/** In the order of the parameters. */
const parameters = [
  "delimiter",
  "doublequote",
  "escapechar",
  "lineterminator",
  "quotechar",
  "quoting",
  "skipinitialspace",
  "strict",
] as const;
type Parameter = (typeof parameters)[number];

export function dialectOf(rt: Runtime, object: number): Dialect {
  return hostPayload(rt, object) as Dialect;
}

/** Reads the parameters; every method answers null with an exception set. */
class ParameterReader {
  readonly #rt: Runtime;
  /** References, 0 where not given. */
  readonly #given: Readonly<Record<Parameter, number>>;

  constructor(rt: Runtime, given: Readonly<Record<Parameter, number>>) {
    this.#rt = rt;
    this.#given = given;
  }

  #fail(message: string): null {
    setError(this.#rt, this.#rt.types.TypeError, message);
    return null;
  }

  character(name: Parameter, missing: string, ifNone: "none" | "refused"): string | null {
    const rt = this.#rt;
    const value = this.#given[name];
    if (value === 0) return missing;
    if (value === None && ifNone === "none") return "";
    const wanted = ifNone === "none" ? "a unicode character or None" : "a unicode character";
    if (!isStr(rt, value)) return this.#fail(`"${name}" must be ${wanted}, not ${typeName(rt, value)}`);
    const length = strLength(rt, value);
    return length === 1
      ? strValue(rt, value)
      : this.#fail(`"${name}" must be ${wanted}, not a string of length ${length}`);
  }

  flag(name: Parameter, missing: boolean): boolean | null {
    const value = this.#given[name];
    if (value === 0) return missing;
    const truth = isTrue(this.#rt, value);
    return truth < 0 ? null : truth === 1;
  }

  text(name: Parameter, missing: string): string | null {
    const rt = this.#rt;
    const value = this.#given[name];
    if (value === 0) return missing;
    if (isStr(rt, value)) return strValue(rt, value);
    return this.#fail(`"${name}" must be a string, not ${typeName(rt, value)}`);
  }

  quoting(): number | null {
    const rt = this.#rt;
    const { quoting, quotechar } = this.#given;
    if (quoting === 0) return quotechar === None ? Quoting.NONE : Quoting.MINIMAL;
    if (!isInt(rt, quoting) || typeOf(rt, quoting) === typeOf(rt, pyBool(true))) {
      return this.#fail(`"quoting" must be an integer, not ${typeName(rt, quoting)}`);
    }
    const value = indexNumber(rt, quoting, rt.types.OverflowError);
    if (value === null) return null;
    return Object.values<number>(Quoting).includes(value) ? value : this.#fail('bad "quoting" value');
  }

  read(): Dialect | null {
    const delimiter = this.character("delimiter", ",", "refused");
    const doublequote = delimiter === null ? null : this.flag("doublequote", true);
    const escapechar = doublequote === null ? null : this.character("escapechar", "", "none");
    const lineterminator = escapechar === null ? null : this.text("lineterminator", "\r\n");
    const quotechar = lineterminator === null ? null : this.character("quotechar", '"', "none");
    const quoting = quotechar === null ? null : this.quoting();
    const skipinitialspace = quoting === null ? null : this.flag("skipinitialspace", false);
    const strict = skipinitialspace === null ? null : this.flag("strict", false);
    if (
      delimiter === null ||
      doublequote === null ||
      escapechar === null ||
      lineterminator === null ||
      quotechar === null ||
      quoting === null ||
      skipinitialspace === null ||
      strict === null
    ) {
      return null;
    }
    const dialect = {
      delimiter,
      doublequote,
      escapechar,
      lineterminator,
      quotechar,
      quoting,
      skipinitialspace,
      strict,
    };
    if (quoting !== Quoting.NONE && quotechar === "") return this.#fail("quotechar must be set if quoting enabled");
    const problem = problemOf(dialect);
    if (problem === null) return dialect;
    setError(this.#rt, this.#rt.types.ValueError, problem);
    return null;
  }
}

/** Characters that would be taken for each other. */
function problemOf({ delimiter, escapechar, quotechar, lineterminator, skipinitialspace }: Dialect): string | null {
  const characters = [
    ["delimiter", delimiter, true],
    ["escapechar", escapechar, !skipinitialspace],
    ["quotechar", quotechar, !skipinitialspace],
  ] as const;
  for (const [name, character, allowsSpace] of characters) {
    if (character === "") continue;
    if (character === "\r" || character === "\n" || (character === " " && !allowsSpace)) return `bad ${name} value`;
    if (lineterminator.includes(character)) return `bad ${name} or lineterminator value`;
  }
  for (const [first, second] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const [name, character] = characters[first];
    const [other, otherCharacter] = characters[second];
    if (character !== "" && character === otherCharacter) return `bad ${name} or ${other} value`;
  }
  return null;
}

/** A registered dialect, borrowed; 0 with an exception set. */
export function registeredDialect(rt: Runtime, module: CsvModule, name: number): number {
  const dialect = dictGet(rt, module.dialects, name);
  if (dialect === 0 && errorOccurred(rt) === 0) module.fail(rt, "unknown dialect");
  return dialect;
}

function construct(rt: Runtime, module: CsvModule, type: number, base: number, given: readonly number[]): number {
  let dialect = base;
  if (dialect !== 0 && dialect !== None && isStr(rt, dialect)) {
    dialect = registeredDialect(rt, module, dialect);
    if (dialect === 0) return 0;
  }
  if (dialect === None) dialect = 0;
  if (dialect !== 0 && given.every((it) => it === 0) && isSubtype(rt, typeOf(rt, dialect), module.dialectType)) {
    return newRef(rt, dialect);
  }
  const owned: number[] = [];
  const values = {} as Record<Parameter, number>;
  parameters.forEach((name, index) => {
    values[name] = given[index] ?? 0;
    if (values[name] !== 0 || dialect === 0) return;
    const attribute = internStr(rt, name);
    const value = getAttribute(rt, dialect, attribute);
    decref(rt, attribute);
    // Whatever went wrong: the parameter is not given.
    if (value === 0) clearError(rt);
    else owned.push((values[name] = value));
  });
  const result = new ParameterReader(rt, values).read();
  for (const value of owned) decref(rt, value);
  return result === null ? 0 : newHostObject(rt, type, result);
}

/** `Dialect(dialect, **keywords)`: a new reference; `keywords` 0: none. */
export function makeDialect(rt: Runtime, module: CsvModule, dialect: number, keywords: number): number {
  const args = dialect === 0 ? newTuple(rt, 0) : tupleOf(rt, newRef(rt, dialect));
  const result = callTuple(rt, module.dialectType, args, keywords);
  decref(rt, args);
  return result;
}

/** Defines the type. */
export function defineDialect(rt: Runtime, module: CsvModule): void {
  const signature = `($type, dialect=None, ${parameters.map((name) => `${name}=NULL`).join(", ")})`;
  const character = (text: string, rt_: Runtime): number => (text === "" ? None : newStr(rt_, text));
  module.dialectType = defineType(rt, {
    name: "Dialect",
    module: "_csv",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    new: method(signature, (rt_, type, base, ...given) => construct(rt_, module, type, base, given)),
    init: method("($self, /, *args, **kwargs)", () => 0),
    methods: {
      __reduce__: method("($self, /, *args)", cannotPickle),
      __reduce_ex__: method("($self, /, *args)", cannotPickle),
    },
    getset: {
      delimiter: getset((rt_, self) => newStr(rt_, dialectOf(rt_, self).delimiter)),
      doublequote: getset((rt_, self) => pyBool(dialectOf(rt_, self).doublequote)),
      escapechar: getset((rt_, self) => character(dialectOf(rt_, self).escapechar, rt_)),
      lineterminator: getset((rt_, self) => newStr(rt_, dialectOf(rt_, self).lineterminator)),
      quotechar: getset((rt_, self) => character(dialectOf(rt_, self).quotechar, rt_)),
      quoting: getset((rt_, self) => newInt(rt_, dialectOf(rt_, self).quoting)),
      skipinitialspace: getset((rt_, self) => pyBool(dialectOf(rt_, self).skipinitialspace)),
      strict: getset((rt_, self) => pyBool(dialectOf(rt_, self).strict)),
    },
  });
}

function cannotPickle(rt: Runtime, self: number): number {
  return setError(rt, rt.types.TypeError, `cannot pickle '${typeInfo(rt, typeOf(rt, self)).name}' instances`);
}
