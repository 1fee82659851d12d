// Code objects that programs make: `CodeType(…)` and `code.replace(…)`.

import { argumentTypeName } from "../builtins/arguments.ts";
import { LocalKind, type LocalVariable, decodeExceptionTable, decodePositionTable } from "@tjit/bytecode";
import { CodeFlag } from "@tjit/bytecode";
import { setError } from "../exceptions/errors.ts";
import { CodeObjectLayout } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { newCodeOf } from "../object/code-constants.ts";
import { isStr, isTuple } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { indexNumber } from "../protocols/number.ts";
import { type Runtime } from "../runtime.ts";
import { bytesValue, isBytes } from "../text/bytes-object.ts";
import { tupleContents } from "./type-arguments.ts";

/** Parameters of `replace` without their prefix, and the order of the constructor's but for the last two. */
export const codeSignature = [
  "argcount",
  "posonlyargcount",
  "kwonlyargcount",
  "nlocals",
  "stacksize",
  "flags",
  "firstlineno",
  "code",
  "consts",
  "names",
  "varnames",
  "freevars",
  "cellvars",
  "filename",
  "name",
  "qualname",
  "linetable",
  "exceptiontable",
] as const;

type PartName = (typeof codeSignature)[number];
type Parts = Readonly<Partial<Record<PartName, number>>>;

const constructorOrder: readonly PartName[] = [
  "argcount",
  "posonlyargcount",
  "kwonlyargcount",
  "nlocals",
  "stacksize",
  "flags",
  "code",
  "consts",
  "names",
  "varnames",
  "filename",
  "name",
  "qualname",
  "firstlineno",
  "linetable",
  "exceptiontable",
  "freevars",
  "cellvars",
];

/** `CodeType(…)`: parts in the order of its parameters, 0 for those not given. */
export function newCodeObject(rt: Runtime, parts: readonly number[]): number {
  return makeCode(rt, 0, Object.fromEntries(constructorOrder.map((name, index) => [name, parts[index] ?? 0])));
}

/** `self.replace(…)`: parts in the order of {@link codeSignature}. */
export function replaceCode(rt: Runtime, self: number, parts: readonly number[]): number {
  return makeCode(rt, self, Object.fromEntries(codeSignature.map((name, index) => [name, parts[index] ?? 0])));
}

/** A part of the wrong type. */
class Wrong {
  readonly name: string;
  readonly wanted: string;
  readonly ref: number;

  constructor(name: string, wanted: string, ref: number) {
    this.name = name;
    this.wanted = wanted;
    this.ref = ref;
  }
}

function makeCode(rt: Runtime, base: number, parts: Parts): number {
  const known = base === 0 ? null : codeInfo(rt, base).code;
  const given = (name: PartName): number => parts[name] ?? 0;
  let wrong: Wrong | null = null;
  const note = (name: PartName, wanted: string): void => {
    wrong ??= new Wrong(name, wanted, given(name));
  };
  const number = (name: PartName, before: number | undefined): number => {
    if (given(name) === 0) return before ?? 0;
    const value = indexNumber(rt, given(name));
    if (value === null) note(name, "int");
    return value ?? 0;
  };
  const text = (name: PartName, before: string | undefined): string => {
    if (given(name) === 0) return before ?? "";
    if (isStr(rt, given(name))) return strValue(rt, given(name));
    note(name, "str");
    return "";
  };
  const bytes = (name: PartName): Uint8Array | null => {
    if (given(name) === 0) return null;
    if (isBytes(rt, given(name))) return bytesValue(rt, given(name)).slice();
    note(name, "bytes");
    return null;
  };
  const items = (name: PartName): readonly number[] | null => {
    if (given(name) === 0) return null;
    if (isTuple(rt, given(name))) return tupleContents(rt, given(name));
    note(name, "tuple");
    return null;
  };
  const names = (name: PartName): readonly string[] | null => {
    const found = items(name);
    if (found?.every((it) => isStr(rt, it)) === false) note(name, "tuple of str");
    return found?.map((it) => (isStr(rt, it) ? strValue(rt, it) : "")) ?? null;
  };
  const firstLineNumber = number("firstlineno", known?.firstLineNumber);
  const [units, table, handlers] = [bytes("code"), bytes("linetable"), bytes("exceptiontable")];
  const counts = {
    argcount: number("argcount", known?.argcount),
    posonlyargcount: number("posonlyargcount", known?.posonlyargcount),
    kwonlyargcount: number("kwonlyargcount", known?.kwonlyargcount),
    flags: number("flags", known?.flags),
  };
  const oldNames = (kinds: number): readonly string[] =>
    known?.localsplus.filter((it) => (it.kind & kinds) !== 0).map((it) => it.name) ?? [];
  const isLocal = LocalKind.ARGUMENT_POSITIONAL | LocalKind.ARGUMENT_KEYWORD | LocalKind.LOCAL;
  const [varnames, cellvars, freevars] = [names("varnames"), names("cellvars"), names("freevars")];
  const isSame =
    known !== null &&
    varnames === null &&
    cellvars === null &&
    freevars === null &&
    counts.argcount === known.argcount &&
    counts.posonlyargcount === known.posonlyargcount &&
    counts.kwonlyargcount === known.kwonlyargcount &&
    counts.flags === known.flags;
  const localsplus = isSame
    ? known.localsplus
    : localsOf(
        counts,
        varnames ?? oldNames(isLocal),
        cellvars ?? oldNames(LocalKind.CELL),
        freevars ?? oldNames(LocalKind.FREE),
      );
  const start = base === 0 ? 0 : rt.heap.load(base + CodeObjectLayout.consts.offset);
  const constants =
    items("consts") ?? Array.from({ length: known?.consts.length ?? 0 }, (_, index) => rt.heap.load(start + 4 * index));
  const description = {
    ...counts,
    name: text("name", known?.name),
    qualname: text("qualname", known?.qualname),
    filename: text("filename", known?.filename),
    firstLineNumber,
    stacksize: number("stacksize", known?.stacksize),
    names: names("names") ?? known?.names ?? [],
    code: units === null ? (known?.code ?? new Uint16Array(0)) : new Uint16Array(units.buffer, 0, units.length >> 1),
    localsplus,
    positions: table === null ? (known?.positions ?? []) : decodePositionTable(table, firstLineNumber),
    exceptionTable: handlers === null ? (known?.exceptionTable ?? []) : decodeExceptionTable(handlers),
  };
  number("nlocals", 0);
  return wrong === null ? checked(rt, description, constants) : refuse(rt, wrong, base === 0 ? "code" : "replace");
}

function refuse(rt: Runtime, { name, wanted, ref }: Wrong, where: string): 0 {
  return setError(
    rt,
    rt.types.TypeError,
    `${where}() argument 'co_${name}' must be ${wanted}, not ${argumentTypeName(rt, ref)}`,
  );
}

type Description = Parameters<typeof newCodeOf>[1];

function checked(rt: Runtime, description: Description, constants: readonly number[]): number {
  const { argcount, posonlyargcount, kwonlyargcount, localsplus, code, positions } = description;
  const { ValueError } = rt.types;
  if (argcount < posonlyargcount || posonlyargcount < 0 || kwonlyargcount < 0)
    return setError(rt, ValueError, "code: argument counts must not be negative");
  if (code.length === 0) return setError(rt, ValueError, "code: co_code is malformed");
  if (localsplus.length < argcount + kwonlyargcount) return setError(rt, ValueError, "code: co_varnames is too small");
  const missing = Array.from({ length: Math.max(0, code.length - positions.length) }, () => null);
  return newCodeOf(rt, { ...description, positions: [...positions, ...missing] }, constants);
}

interface Counts {
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly flags: number;
}

/** Locals as the compiler orders them: variables, arguments first; cells that are no variables; free variables. */
function localsOf(
  { argcount, posonlyargcount, kwonlyargcount, flags }: Counts,
  varnames: readonly string[],
  cellvars: readonly string[],
  freevars: readonly string[],
): readonly LocalVariable[] {
  const kinds = LocalKind;
  const star = (flags & CodeFlag.VARARGS) !== 0 ? argcount + kwonlyargcount : -1;
  const stars = (flags & CodeFlag.VARKEYWORDS) !== 0 ? argcount + kwonlyargcount + (star < 0 ? 0 : 1) : -1;
  const kindOf = (index: number): number => {
    if (index < posonlyargcount) return kinds.ARGUMENT_POSITIONAL;
    if (index < argcount) return kinds.ARGUMENT_POSITIONAL | kinds.ARGUMENT_KEYWORD;
    if (index < argcount + kwonlyargcount) return kinds.ARGUMENT_KEYWORD;
    if (index === star) return kinds.ARGUMENT_VARIADIC | kinds.ARGUMENT_POSITIONAL;
    return index === stars ? kinds.ARGUMENT_VARIADIC | kinds.ARGUMENT_KEYWORD : 0;
  };
  return [
    ...varnames.map((name, index) => ({
      name,
      kind: kindOf(index) | kinds.LOCAL | (cellvars.includes(name) ? kinds.CELL : 0),
    })),
    ...cellvars.filter((name) => !varnames.includes(name)).map((name) => ({ name, kind: kinds.CELL })),
    ...freevars.map((name) => ({ name, kind: kinds.FREE })),
  ];
}
