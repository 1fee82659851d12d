// The type `code`: what a code object says of itself.

import { warn } from "../exceptions/warn.ts";
import { type CodeConstant, LocalKind, encodeExceptionTable, encodePositionTable, opcodeAt } from "@tjit/bytecode";
import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { CodeObjectLayout, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { codeInfo } from "../object/code.ts";
import { newInt } from "../object/int.ts";
import { None, NotImplemented, decref, newRef, pyBool, smallInt, typeOf } from "../object/reference.ts";
import { internStr, newStr } from "../object/str.ts";
import { tupleFromMemory, tupleOf } from "../object/tuple.ts";
import { getIter } from "../protocols/iterate.ts";
import { indexNumber } from "../protocols/number.ts";
import { addressText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { newBytes } from "../text/bytes-object.ts";
import { type GetSetSpecification, getset, method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare } from "../types/slots.ts";
import { codeSignature, newCodeObject, replaceCode } from "./code-replace.ts";
import { tupleOfAll } from "./type-arguments.ts";

/** A local that frames keep by number: all but cells of their own and free variables. */
const isLocal = LocalKind.ARGUMENT_POSITIONAL | LocalKind.ARGUMENT_KEYWORD | LocalKind.LOCAL;

function number(get: (rt: Runtime, self: number) => number): GetSetSpecification {
  return readonlyField((rt, self) => smallInt(get(rt, self)));
}

/** Names of the locals of some kinds. */
function locals(kinds: number): GetSetSpecification {
  return getset((rt, self) => {
    const chosen = codeInfo(rt, self).code.localsplus.filter((it) => (it.kind & kinds) !== 0);
    return tupleOf(rt, ...chosen.map((it) => internStr(rt, it.name)));
  });
}

/** An iterator of owned references. */
function iteratorOf(rt: Runtime, items: readonly number[]): number {
  const tuple = tupleOfAll(rt, items);
  const iterator = getIter(rt, tuple);
  decref(rt, tuple);
  return iterator;
}

/** (start, end, line) of runs of instructions with the same line. */
function lines(rt: Runtime, self: number): number {
  const { positions } = codeInfo(rt, self).code;
  const runs: number[] = [];
  const lineOf = (at: number): number | null => positions[at]?.line ?? null;
  for (let start = 0; start < positions.length;) {
    let end = start + 1;
    while (end < positions.length && lineOf(end) === lineOf(start)) end++;
    const line = lineOf(start);
    runs.push(tupleOf(rt, newInt(rt, 2 * start), newInt(rt, 2 * end), line === null ? None : newInt(rt, line)));
    start = end;
  }
  return iteratorOf(rt, runs);
}

/** (line, end line, column, end column) of each code unit. */
function positions(rt: Runtime, self: number): number {
  const known = (value: number | undefined): number => (value === undefined || value < 0 ? None : newInt(rt, value));
  const all = codeInfo(rt, self).code.positions.map((it) =>
    tupleOf(rt, known(it?.line), known(it?.endLine), known(it?.column), known(it?.endColumn)),
  );
  return iteratorOf(rt, all);
}

/** The old table of lines, in pairs of how much further the code and the line are; both from what they were before. */
function oldLineTable(rt: Runtime, self: number): number {
  if (warn(rt, rt.types.DeprecationWarning, "co_lnotab is deprecated, use co_lines instead.") < 0) return 0;
  const { positions, firstLineNumber } = codeInfo(rt, self).code;
  const bytes: number[] = [];
  let line = firstLineNumber;
  let start = 0;
  positions.forEach((it, at) => {
    if (it === null || it.line === line) return;
    let codeDelta = 2 * at - start;
    let lineDelta = it.line - line;
    for (; codeDelta > 255; codeDelta -= 255) bytes.push(255, 0);
    while (lineDelta > 127 || lineDelta < -128) {
      const step = lineDelta > 0 ? 127 : -128;
      bytes.push(codeDelta, step);
      codeDelta = 0;
      lineDelta -= step;
    }
    bytes.push(codeDelta, lineDelta);
    start = 2 * at;
    line = it.line;
  });
  return newBytes(rt, Uint8Array.from(bytes));
}

/** (branch, where it goes on if it is not taken, where if it is), in bytes. */
function branches(rt: Runtime, self: number): number {
  const { code } = codeInfo(rt, self).code;
  const all: number[] = [];
  let oparg = 0;
  for (let at = 0; at < code.length;) {
    const unit = code[at] as number;
    const { name = "", cacheEntries = 0 } = opcodeAt(unit & 0xff) ?? {};
    const next = at + 1 + cacheEntries;
    oparg = (oparg << 8) | (unit >> 8);
    // Behind a jump is NOT_TAKEN; behind a loop END_FOR and POP_ITER; END_ASYNC_FOR looks back to what ends waiting.
    const branch = name.startsWith("POP_JUMP_IF_")
      ? [at, next + 1, next + oparg]
      : name === "FOR_ITER"
        ? [at, next, next + oparg + 2]
        : name === "END_ASYNC_FOR"
          ? [next - oparg, next - oparg + 2, next]
          : null;
    if (branch !== null) all.push(tupleOf(rt, ...branch.map((it) => newInt(rt, 2 * it))));
    if (name !== "EXTENDED_ARG") oparg = 0;
    at = next;
  }
  return iteratorOf(rt, all);
}

/** The code units as they were compiled. */
export function codeBytes(rt: Runtime, self: number): Uint8Array {
  const { code } = codeInfo(rt, self).code;
  return new Uint8Array(code.buffer, code.byteOffset, code.byteLength).slice();
}

/** `co_linetable`. */
export function lineTable(rt: Runtime, self: number): Uint8Array {
  const { code } = codeInfo(rt, self);
  return encodePositionTable(code.positions, code.firstLineNumber);
}

/** Equal for code objects that are. */
function keyOf(rt: Runtime, self: number): string {
  const { code } = codeInfo(rt, self);
  return [
    code.name,
    code.argcount,
    code.posonlyargcount,
    code.kwonlyargcount,
    code.flags,
    code.firstLineNumber,
    code.code.join(),
    code.names.join(),
    code.localsplus.map(({ name, kind }) => `${name}:${kind}`).join(),
    lineTable(rt, self).join(),
    encodeExceptionTable(code.exceptionTable).join(),
    code.consts.map(constantKey).join("\0"),
  ].join("\0\0");
}

function constantKey(constant: CodeConstant): string {
  switch (constant.type) {
    case "tuple":
      return `(${constant.items.map(constantKey).join("\0")})`;
    case "frozenset":
      return `{${constant.items.map(constantKey).sort().join("\0")}}`;
    case "float":
      return Object.is(constant.value, -0) ? "float-0" : `float${constant.value}`;
    case "code":
      return `code ${constant.code.name} ${constant.code.firstLineNumber} ${constant.code.code.join()}`;
    case "slice":
      return `slice${[constant.start, constant.stop, constant.step].map(constantKey).join()}`;
    case "complex":
      return `complex${constant.real},${constant.imag}`;
    default:
      return "value" in constant ? `${constant.type}${String(constant.value)}` : constant.type;
  }
}

/** Defines the type. */
export function defineCode(rt: Runtime): void {
  const description = (get: (it: ReturnType<typeof codeInfo>["code"]) => number): GetSetSpecification =>
    number((rt_, self) => get(codeInfo(rt_, self).code));
  const replace = method(
    `($self, /, *, ${codeSignature.map((it) => `co_${it}=NULL`).join(", ")})`,
    (rt_, self, ...parts) => replaceCode(rt_, self, parts),
  );
  defineType(rt, {
    name: "code",
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.code,
    layout: LayoutKind.CODE,
    size: CodeObjectLayout.size,
    acceptsSubclasses: false,
    new: method(
      "($type, argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)",
      (rt_, _type, ...parts) => newCodeObject(rt_, parts),
    ),
    methods: {
      co_lines: method("($self, /)", lines),
      co_branches: method("($self, /)", branches),
      co_positions: method("($self, /)", positions),
      replace,
      __replace__: replace,
      _varname_from_oparg: method("($self, /, oparg)", (rt_, self, oparg) => {
        const index = indexNumber(rt_, oparg);
        const name = index === null ? undefined : codeInfo(rt_, self).localNames[index];
        if (name !== undefined) return newRef(rt_, name);
        return index === null ? 0 : setError(rt_, rt_.types.IndexError, "tuple index out of range");
      }),
    },
    getset: {
      co_name: readonlyField((rt_, self) => newRef(rt_, codeInfo(rt_, self).name)),
      co_qualname: readonlyField((rt_, self) => newRef(rt_, codeInfo(rt_, self).qualname)),
      co_filename: readonlyField((rt_, self) => newStr(rt_, codeInfo(rt_, self).code.filename)),
      co_firstlineno: description((it) => it.firstLineNumber),
      co_argcount: description((it) => it.argcount),
      co_posonlyargcount: description((it) => it.posonlyargcount),
      co_kwonlyargcount: description((it) => it.kwonlyargcount),
      co_nlocals: description((it) => it.localsplus.filter(({ kind }) => (kind & isLocal) !== 0).length),
      co_stacksize: description((it) => it.stacksize),
      co_flags: description((it) => it.flags),
      co_varnames: locals(isLocal),
      co_cellvars: locals(LocalKind.CELL),
      co_freevars: locals(LocalKind.FREE),
      co_names: readonlyField((rt_, self) =>
        tupleOf(rt_, ...codeInfo(rt_, self).code.names.map((it) => internStr(rt_, it))),
      ),
      co_consts: readonlyField((rt_, self) =>
        tupleFromMemory(rt_, rt_.heap.load(self + CodeObjectLayout.consts.offset), codeInfo(rt_, self).constCount),
      ),
      co_code: getset((rt_, self) => newBytes(rt_, codeBytes(rt_, self))),
      _co_code_adaptive: getset((rt_, self) => newBytes(rt_, codeBytes(rt_, self))),
      co_lnotab: getset(oldLineTable),
      co_linetable: readonlyField((rt_, self) => newBytes(rt_, lineTable(rt_, self))),
      co_exceptiontable: readonlyField((rt_, self) =>
        newBytes(rt_, encodeExceptionTable(codeInfo(rt_, self).code.exceptionTable)),
      ),
    },
    slots: {
      repr: (rt_, self) => {
        const { name, filename, firstLineNumber } = codeInfo(rt_, self).code;
        return newStr(
          rt_,
          `<code object ${name} at ${addressText(self)}, file "${filename}", line ${firstLineNumber}>`,
        );
      },
      hash: (rt_, self) => {
        let hash = 17;
        for (const character of keyOf(rt_, self)) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
        return hash === -1 ? -2 : hash;
      },
      richcompare: (rt_, left, right, operator) => {
        const isAsked = operator === Compare.EQ || operator === Compare.NE;
        if (!isAsked || typeOf(rt_, right) !== FixedType.code) return newRef(rt_, NotImplemented);
        const isSame = left === right || keyOf(rt_, left) === keyOf(rt_, right);
        return pyBool(isSame === (operator === Compare.EQ));
      },
    },
  });
}
