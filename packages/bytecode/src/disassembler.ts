// Code objects as text, in the format of `python -m dis` of 3.14: lines, labels, instructions, exception table; then the code
// objects among the constants.

import { argumentText } from "./argument-text.ts";
import { cacheLayout } from "./cache-layout.ts";
import { type CodeObject, type ExceptionTableEntry } from "./code-object.ts";
import { type Instruction, type UnitReader, decodeInstructions } from "./instructions.ts";
import { opcodeAt, opcodeNamed } from "./opcodes.ts";
import { type AddressOf, reprCode } from "./repr.ts";

export interface DisassembleOptions {
  /**
   * Reads the code units of a code object as they are now, so that specialized instructions and executors show under their own
   * names. `undefined` for a code object that has not run.
   */
  readonly adaptive?: (code: CodeObject) => UnitReader | undefined;
  /** Show inline caches. */
  readonly showCaches?: boolean;
  /** Show the byte offset of each instruction. */
  readonly showOffsets?: boolean;
  /** How many levels of code objects among constants to show; all by default. */
  readonly depth?: number;
  /** Addresses for the `repr` of code objects, which else has none. */
  readonly addressOf?: AddressOf;
}

/** What `dis` prints for a code object. Offsets in the text are in bytes: two per code unit. */
export function disassemble(code: CodeObject, options: DisassembleOptions = {}): string {
  const parts = [disassembleOne(code, options)];
  const depth = options.depth ?? Infinity;
  if (depth > 0) {
    for (const constant of code.consts) {
      if (constant.type !== "code") continue;
      const inner = disassemble(constant.code, { ...options, depth: depth - 1 });
      parts.push(`\nDisassembly of ${reprCode(constant.code, options.addressOf)}:\n${inner}`);
    }
  }
  return parts.join("");
}

const noLine = "  --";
const nameWidth = 20;
const argumentWidth = 5;
const minimumOffsetWidth = 4;

/** Widths of columns; 0 leaves a column out. */
interface Columns {
  readonly line: number;
  readonly label: number;
  readonly offset: number;
}

function disassembleOne(code: CodeObject, options: DisassembleOptions): string {
  const instructions = withExtendedArguments(code);
  const labels = findLabels(instructions, code.exceptionTable);
  const starts = findLineStarts(code);
  const columns: Columns = {
    line: lineWidth(starts),
    label: 4 + String(labels.size).length,
    offset: options.showOffsets === true ? Math.max(minimumOffsetWidth, String(code.code.length * 2 - 2).length) : 0,
  };
  const live = options.adaptive?.(code);
  const lines: string[] = [];
  for (const instruction of instructions) {
    const start = starts.get(instruction.offset);
    if (start !== undefined && columns.line > 0 && instruction.offset > 0) lines.push("");
    const now = live === undefined ? instruction : asItIsNow(instruction, live);
    const hasArgument = instruction.definition.hasArgument;
    lines.push(
      formatLine(columns, {
        line: start,
        label: labels.get(instruction.offset),
        offset: instruction.offset,
        name: now.definition.name,
        oparg: hasArgument ? now.oparg : undefined,
        text: hasArgument ? argumentText(now, { code, labels, addressOf: options.addressOf }) : "",
      }),
    );
    if (options.showCaches === true) lines.push(...formatCaches(columns, instruction, code, live));
  }
  return `${[...lines, ...formatExceptionTable(code.exceptionTable, labels)].join("\n")}\n`;
}

/** The instructions as `dis` walks them: EXTENDED_ARG is one of its own, and the compiler's instructions give the layout. */
function withExtendedArguments(code: CodeObject): Instruction[] {
  const extended = opcodeNamed("EXTENDED_ARG");
  return decodeInstructions(code.code).flatMap((instruction) => {
    const prefixes: Instruction[] = [];
    let oparg = 0;
    for (let offset = instruction.start; offset < instruction.offset; offset++) {
      oparg = (oparg << 8) | ((code.code[offset] ?? 0) >> 8);
      prefixes.push({ offset, start: offset, end: offset + 1, definition: extended, oparg, target: null });
    }
    return [...prefixes, instruction];
  });
}

function asItIsNow(instruction: Instruction, live: UnitReader): Instruction {
  const unit = live(instruction.offset);
  const definition = opcodeAt(unit & 0xff) ?? instruction.definition;
  if (definition.name !== "ENTER_EXECUTOR") return { ...instruction, definition };
  return { ...instruction, definition, oparg: unit >> 8, target: null };
}

/** Labels by offset, numbered from 1: targets of jumps and ends of guarded ranges. */
function findLabels(
  instructions: readonly Instruction[],
  exceptionTable: readonly ExceptionTableEntry[],
): ReadonlyMap<number, number> {
  const offsets = new Set<number>();
  for (const { target } of instructions) if (target !== null) offsets.add(target);
  for (const { start, end, target } of exceptionTable) for (const offset of [start, end, target]) offsets.add(offset);
  return new Map([...offsets].sort((first, second) => first - second).map((offset, index) => [offset, index + 1]));
}

/** Offsets where the line changes, with the line; `null` for none. */
function findLineStarts({ positions }: CodeObject): ReadonlyMap<number, number | null> {
  const starts = new Map<number, number | null>();
  let last: number | null | undefined;
  positions.forEach((position, offset) => {
    const line = position?.line ?? null;
    if (line !== last) starts.set(offset, line);
    last = line;
  });
  return starts;
}

function lineWidth(starts: ReadonlyMap<number, number | null>): number {
  const lines = [...starts.values()];
  const maximum = Math.max(-1, ...lines.filter((line) => line !== null && line !== 0).map(Number));
  if (maximum === -1) return 0;
  const width = Math.max(3, String(maximum).length);
  return lines.includes(null) ? Math.max(width, noLine.length) : width;
}

interface Line {
  readonly line?: number | null | undefined;
  readonly label?: number | undefined;
  readonly offset: number;
  readonly name: string;
  readonly oparg?: number | undefined;
  readonly text: string;
}

function formatLine(columns: Columns, { line, label, offset, name, oparg, text }: Line): string {
  const fields: string[] = [];
  if (columns.line > 0) {
    const shown = line === undefined ? "" : line === null ? noLine : String(line);
    fields.push(shown.padStart(columns.line));
  }
  fields.push((label === undefined ? "" : `L${label}:`).padStart(columns.label));
  if (columns.offset > 0) fields.push(`${String(offset * 2).padStart(columns.offset)}  `);
  fields.push("   ", name.padEnd(nameWidth));
  if (oparg !== undefined) {
    // A long name takes room from the argument.
    fields.push(String(oparg).padStart(argumentWidth - Math.max(0, name.length - nameWidth)));
    if (text !== "") fields.push(`(${text})`);
  }
  return fields.join(" ").trimEnd();
}

function formatCaches(
  columns: Columns,
  { definition, offset }: Instruction,
  { code }: CodeObject,
  live: UnitReader | undefined,
): string[] {
  const lines: string[] = [];
  let at = offset + 1;
  for (const { name, size } of cacheLayout(definition.opcode)) {
    let value = 0n;
    for (let unit = size - 1; unit >= 0; unit--) {
      value = (value << 16n) | BigInt(live?.(at + unit) ?? code[at + unit] ?? 0);
    }
    for (let unit = 0; unit < size; unit++, at++) {
      const text = unit === 0 ? `${name}: ${value}` : "";
      lines.push(formatLine(columns, { offset: at, name: "CACHE", oparg: 0, text }));
    }
  }
  return lines;
}

function formatExceptionTable(entries: readonly ExceptionTableEntry[], labels: ReadonlyMap<number, number>): string[] {
  if (entries.length === 0) return [];
  const label = (offset: number): string => `L${labels.get(offset) ?? 0}`;
  const rows = entries.map(
    ({ start, end, target, depth, pushLasti }) =>
      `  ${label(start)} to ${label(end)} -> ${label(target)} [${depth}]${pushLasti ? " lasti" : ""}`,
  );
  return ["ExceptionTable:", ...rows];
}
