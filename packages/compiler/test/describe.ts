// Our code objects in the oracle's terms, so that the two compare field by field.

import {
  type CodeConstant,
  type CodeObject,
  LocalKind,
  encodeExceptionTable,
  encodePositionTable,
} from "@tjit/bytecode";
import { type OracleCode } from "./oracle.ts";

const hex = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return hex(new Uint8Array(view.buffer));
}

/** A constant as the oracle writes it. */
function describeConstant(constant: CodeConstant): string {
  switch (constant.type) {
    case "None":
    case "Ellipsis":
      return constant.type;
    case "bool":
      return constant.value ? "True" : "False";
    case "int":
      return constant.value < 0
        ? `int:-0x${BigInt(-constant.value).toString(16)}`
        : `int:0x${BigInt(constant.value).toString(16)}`;
    case "float":
      return `float:${bits(constant.value)}`;
    case "complex":
      return `complex(${bits(constant.real)}, ${bits(constant.imag)})`;
    case "str":
      return `str:${Array.from(constant.value, (character) => character.codePointAt(0)).join(",")}`;
    case "bytes":
      return `bytes:${hex(constant.value)}`;
    case "tuple":
      return `(${constant.items.map((item) => `${describeConstant(item)},`).join("")})`;
    case "frozenset":
      return `frozenset({${constant.items.map(describeConstant).sort().join(", ")}})`;
    case "slice":
      return `slice(${[constant.start, constant.stop, constant.step].map(describeConstant).join(", ")})`;
    case "code":
      return "<code>";
  }
}

function describeCode(code: CodeObject): OracleCode {
  const named = (kind: number): string[] => code.localsplus.filter((it) => (it.kind & kind) !== 0).map((it) => it.name);
  return {
    name: code.name,
    qualname: code.qualname,
    firstlineno: code.firstLineNumber,
    flags: code.flags,
    argcount: code.argcount,
    posonlyargcount: code.posonlyargcount,
    kwonlyargcount: code.kwonlyargcount,
    stacksize: code.stacksize,
    names: code.names,
    varnames: named(LocalKind.LOCAL),
    cellvars: named(LocalKind.CELL),
    freevars: named(LocalKind.FREE),
    kinds: hex(code.localsplus.map(({ kind }) => kind)),
    consts: code.consts.map(describeConstant),
    code: hex(Array.from(code.code, (unit) => [unit & 0xff, unit >> 8]).flat()),
    exceptiontable: hex(encodeExceptionTable(code.exceptionTable)),
    linetable: hex(encodePositionTable(code.positions, code.firstLineNumber)),
  };
}

/** A code object and, depth first, those in it. */
export function describeAll(code: CodeObject): OracleCode[] {
  const inner = code.consts.flatMap((constant) => (constant.type === "code" ? describeAll(constant.code) : []));
  return [describeCode(code), ...inner];
}

/** Names of the fields in which two descriptions differ. */
export function differences(ours: OracleCode, theirs: OracleCode): string[] {
  return Object.keys(ours).filter((field) => {
    const key = field as keyof OracleCode;
    return JSON.stringify(ours[key]) !== JSON.stringify(theirs[key]);
  });
}
