// The module `unicodedata`: the Unicode Character Database, as CPython has it.

import {
  type BuiltinSpecification,
  HostObject,
  LayoutKind,
  type Runtime,
  builtinFunction,
  defineType,
  getset,
  hostPayload,
  isStr,
  method,
  newFloat,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  None,
  notConstructible,
  pyBool,
  setError,
  strLength,
  strValue,
  typeName,
} from "@tjit/runtime/api";
import { unicodeData } from "../../generated/unicode-data.ts";
import { Database } from "./database.ts";
import { CharacterNames } from "./names.ts";

type Ask = (rt: Runtime, database: Database, ...args: number[]) => number;

/** A function of the database. */
interface DatabaseFunction {
  /** Its parameters, without the receiver. */
  readonly parameters: string;
  readonly ask: Ask;
}

/** A code point; null with TypeError set. */
function characterArgument(rt: Runtime, name: string, ref: number, position: string): number | null {
  if (isStr(rt, ref) && strLength(rt, ref) === 1) return strValue(rt, ref).codePointAt(0) ?? 0;
  const isText = isStr(rt, ref);
  const found = isText ? `a string of length ${strLength(rt, ref)}` : ref === None ? "None" : typeName(rt, ref);
  const where = `${name}()${isText ? ":" : ""} argument${position}`;
  setError(rt, rt.types.TypeError, `${where} must be a unicode character, not ${found}`);
  return null;
}

/** A function of a character. */
function ofCharacter(
  name: string,
  answer: (rt: Runtime, database: Database, point: number) => number,
): DatabaseFunction {
  return {
    parameters: "chr, /",
    ask: (rt, database, character) => {
      const point = characterArgument(rt, name, character, "");
      return point === null ? 0 : answer(rt, database, point);
    },
  };
}

/** The same with a value for characters that have none. */
function withDefault(
  name: string,
  problem: string,
  answer: (rt: Runtime, database: Database, point: number) => number | undefined,
): DatabaseFunction {
  return {
    parameters: "chr, default=NULL, /",
    ask: (rt, database, character, missing) => {
      const point = characterArgument(rt, name, character, " 1");
      if (point === null) return 0;
      const result = answer(rt, database, point);
      if (result !== undefined) return result;
      return missing === 0 || missing === undefined ? setError(rt, rt.types.ValueError, problem) : newRef(rt, missing);
    },
  };
}

const forms = ["NFC", "NFD", "NFKC", "NFKD"] as const;

/** A function of a normal form and a text. */
function ofForm(
  name: string,
  answer: (rt: Runtime, text: string, ref: number, normalized: string) => number,
): DatabaseFunction {
  return {
    parameters: "form, unistr, /",
    ask: (rt, database, ...args) => {
      for (const [index, arg] of args.entries()) {
        if (isStr(rt, arg)) continue;
        const found = arg === None ? "None" : typeName(rt, arg);
        return setError(rt, rt.types.TypeError, `${name}() argument ${index + 1} must be str, not ${found}`);
      }
      const [form = 0, ref = 0] = args;
      const text = strValue(rt, ref);
      const known = forms.find((it) => it === strValue(rt, form));
      if (known === undefined && (name === "is_normalized" || text !== "")) {
        return setError(rt, rt.types.ValueError, "invalid normalization form");
      }
      return answer(rt, text, ref, known === undefined ? text : database.normalize(known, text));
    },
  };
}

const functions: Readonly<Record<string, DatabaseFunction>> = {
  bidirectional: ofCharacter("bidirectional", (rt, database, point) =>
    newStr(rt, database.property("bidirectional", point)),
  ),
  category: ofCharacter("category", (rt, database, point) => newStr(rt, database.property("category", point))),
  combining: ofCharacter("combining", (rt, database, point) => newInt(rt, database.combining(point))),
  decomposition: ofCharacter("decomposition", (rt, database, point) => newStr(rt, database.decomposition(point))),
  east_asian_width: ofCharacter("east_asian_width", (rt, database, point) =>
    newStr(rt, database.property("width", point)),
  ),
  mirrored: ofCharacter("mirrored", (rt, database, point) => newInt(rt, Number(database.property("mirrored", point)))),
  decimal: withDefault("decimal", "not a decimal", (rt, database, point) =>
    integer(rt, database.value("decimal", point)),
  ),
  digit: withDefault("digit", "not a digit", (rt, database, point) => integer(rt, database.value("digit", point))),
  numeric: withDefault("numeric", "not a numeric character", (rt, database, point) => {
    const value = database.value("numeric", point);
    return value === undefined ? undefined : newFloat(rt, value);
  }),
  name: withDefault("name", "no such name", (rt, database, point) => {
    const name = database.name(point);
    return name === undefined ? undefined : newStr(rt, name);
  }),
  lookup: {
    parameters: "name, /",
    ask: (rt, database, name) => {
      if (!isStr(rt, name)) {
        return setError(rt, rt.types.TypeError, `a bytes-like object is required, not '${typeName(rt, name)}'`);
      }
      const text = strValue(rt, name);
      const point = database.find(text);
      if (point !== undefined) return newStr(rt, String.fromCodePoint(point));
      return setError(rt, rt.types.KeyError, `undefined character name '${text}'`);
    },
  },
  normalize: ofForm("normalize", (rt, text, ref, normalized) =>
    normalized === text ? newRef(rt, ref) : newStr(rt, normalized),
  ),
  is_normalized: ofForm("is_normalized", (_rt, text, _ref, normalized) => pyBool(normalized === text)),
};

function integer(rt: Runtime, value: number | undefined): number | undefined {
  return value === undefined ? undefined : newInt(rt, value);
}

function asMethods(): Record<string, BuiltinSpecification> {
  const entries = Object.entries(functions).map(([name, { parameters, ask }]) => [
    name,
    method(`($self, ${parameters})`, (rt, self, ...args) => ask(rt, hostPayload(rt, self) as Database, ...args)),
  ]);
  return Object.fromEntries(entries) as Record<string, BuiltinSpecification>;
}

/** Makes the module. */
export function newUnicodedataModule(rt: Runtime): number {
  const names = new CharacterNames(unicodeData);
  const current = new Database(unicodeData, names, "current");
  const type = defineType(rt, {
    name: "UCD",
    module: "unicodedata",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("unicodedata.UCD"),
    methods: asMethods(),
    getset: {
      unidata_version: getset((rt_, self) => newStr(rt_, (hostPayload(rt_, self) as Database).version)),
    },
  });
  const entries = Object.entries(functions).map(([name, { parameters, ask }]) => [
    name,
    builtinFunction(`(${parameters})`, (rt_, ...args) => ask(rt_, current, ...args)),
  ]);
  return newModule(rt, "unicodedata", Object.fromEntries(entries) as Record<string, BuiltinSpecification>, {
    unidata_version: newStr(rt, current.version),
    UCD: newRef(rt, type),
    ucd_3_2_0: newHostObject(rt, type, new Database(unicodeData, names, "old")),
  });
}
