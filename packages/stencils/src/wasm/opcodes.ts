// WebAssembly's instruction codes that the builder emits or the cutter must know. Two-byte codes are written `0xfc00 + n`.

/** Value types in the binary format. */
export const TypeCode = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  funcref: 0x70,
  empty: 0x40,
  function: 0x60,
} as const;

/** Instruction codes by their names in the specification (dots become capitals). */
export const Opcode = {
  unreachable: 0x00,
  nop: 0x01,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  tableGet: 0x25,
  tableSet: 0x26,
  i32Load: 0x28,
  i64Load: 0x29,
  f32Load: 0x2a,
  f64Load: 0x2b,
  i32Load8S: 0x2c,
  i32Load8U: 0x2d,
  i32Load16S: 0x2e,
  i32Load16U: 0x2f,
  i64Load8S: 0x30,
  i64Load8U: 0x31,
  i64Load16S: 0x32,
  i64Load16U: 0x33,
  i64Load32S: 0x34,
  i64Load32U: 0x35,
  i32Store: 0x36,
  i64Store: 0x37,
  f32Store: 0x38,
  f64Store: 0x39,
  i32Store8: 0x3a,
  i32Store16: 0x3b,
  i64Store8: 0x3c,
  i64Store16: 0x3d,
  i64Store32: 0x3e,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GtS: 0x4a,
  i32GtU: 0x4b,
  i32LeS: 0x4c,
  i32LeU: 0x4d,
  i32GeS: 0x4e,
  i32GeU: 0x4f,
  i64Eqz: 0x50,
  i64Eq: 0x51,
  i64Ne: 0x52,
  i64LtS: 0x53,
  i64LtU: 0x54,
  i64GtS: 0x55,
  i64GtU: 0x56,
  i64LeS: 0x57,
  i64LeU: 0x58,
  i64GeS: 0x59,
  i64GeU: 0x5a,
  f64Eq: 0x61,
  f64Ne: 0x62,
  f64Lt: 0x63,
  f64Gt: 0x64,
  f64Le: 0x65,
  f64Ge: 0x66,
  i32Clz: 0x67,
  i32Ctz: 0x68,
  i32Popcnt: 0x69,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32DivS: 0x6d,
  i32DivU: 0x6e,
  i32RemS: 0x6f,
  i32RemU: 0x70,
  i32And: 0x71,
  i32Or: 0x72,
  i32Xor: 0x73,
  i32Shl: 0x74,
  i32ShrS: 0x75,
  i32ShrU: 0x76,
  i32Rotl: 0x77,
  i32Rotr: 0x78,
  i64Clz: 0x79,
  i64Ctz: 0x7a,
  i64Popcnt: 0x7b,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Mul: 0x7e,
  i64DivS: 0x7f,
  i64DivU: 0x80,
  i64RemS: 0x81,
  i64RemU: 0x82,
  i64And: 0x83,
  i64Or: 0x84,
  i64Xor: 0x85,
  i64Shl: 0x86,
  i64ShrS: 0x87,
  i64ShrU: 0x88,
  i64Rotl: 0x89,
  f64Abs: 0x99,
  f64Neg: 0x9a,
  f64Ceil: 0x9b,
  f64Floor: 0x9c,
  f64Trunc: 0x9d,
  f64Nearest: 0x9e,
  f64Sqrt: 0x9f,
  f64Add: 0xa0,
  f64Sub: 0xa1,
  f64Mul: 0xa2,
  f64Div: 0xa3,
  f64Min: 0xa4,
  f64Max: 0xa5,
  f64Copysign: 0xa6,
  i32WrapI64: 0xa7,
  i64ExtendI32S: 0xac,
  i64ExtendI32U: 0xad,
  f64ConvertI32S: 0xb7,
  f64ConvertI32U: 0xb8,
  f64ConvertI64S: 0xb9,
  f64ConvertI64U: 0xba,
  i64ReinterpretF64: 0xbd,
  f64ReinterpretI64: 0xbf,
  i32Extend8S: 0xc0,
  i32Extend16S: 0xc1,
  i64Extend8S: 0xc2,
  i64Extend16S: 0xc3,
  i64Extend32S: 0xc4,
  refNull: 0xd0,
  refIsNull: 0xd1,
  refFunc: 0xd2,
  prefix: 0xfc,
  i32TruncSatF64S: 0xfc02,
  i64TruncSatF64S: 0xfc06,
  memoryCopy: 0xfc0a,
  memoryFill: 0xfc0b,
} as const;

/** How an instruction's immediates are laid out. */
export type Immediates =
  | "none"
  | "block"
  | "u32"
  | "u32-u32"
  | "br-table"
  | "memory-argument"
  | "i32"
  | "i64"
  | "f32"
  | "f64"
  | "types"
  | "heap-type";

/** What an instruction takes from and puts on the operand stack; `undefined` when that depends on its immediates. */
export interface OperandCounts {
  readonly pops: number;
  readonly pushes: number;
}

/** @throws RangeError for an instruction that is not in the table. */
export function immediatesOf(opcode: number): Immediates {
  if (opcode >= Opcode.i32Load && opcode <= Opcode.i64Store32) return "memory-argument";
  if (opcode >= Opcode.i32Eqz && opcode <= Opcode.i64Extend32S) return "none";
  if (opcode >= 0xfc00 && opcode <= 0xfc07) return "none";
  const immediates = irregular.get(opcode);
  if (immediates === undefined) throw new RangeError(`unknown WebAssembly instruction 0x${opcode.toString(16)}`);
  return immediates;
}

const irregular: ReadonlyMap<number, Immediates> = new Map<number, Immediates>([
  [Opcode.unreachable, "none"],
  [Opcode.nop, "none"],
  [Opcode.block, "block"],
  [Opcode.loop, "block"],
  [Opcode.if, "block"],
  [Opcode.else, "none"],
  [Opcode.end, "none"],
  [Opcode.br, "u32"],
  [Opcode.brIf, "u32"],
  [Opcode.brTable, "br-table"],
  [Opcode.return, "none"],
  [Opcode.call, "u32"],
  [Opcode.callIndirect, "u32-u32"],
  [Opcode.returnCall, "u32"],
  [Opcode.returnCallIndirect, "u32-u32"],
  [Opcode.drop, "none"],
  [Opcode.select, "none"],
  [Opcode.selectTyped, "types"],
  [Opcode.localGet, "u32"],
  [Opcode.localSet, "u32"],
  [Opcode.localTee, "u32"],
  [Opcode.globalGet, "u32"],
  [Opcode.globalSet, "u32"],
  [Opcode.tableGet, "u32"],
  [Opcode.tableSet, "u32"],
  [Opcode.memorySize, "u32"],
  [Opcode.memoryGrow, "u32"],
  [Opcode.i32Const, "i32"],
  [Opcode.i64Const, "i64"],
  [Opcode.f32Const, "f32"],
  [Opcode.f64Const, "f64"],
  [Opcode.refNull, "heap-type"],
  [Opcode.refIsNull, "none"],
  [Opcode.refFunc, "u32"],
  [Opcode.memoryCopy, "u32-u32"],
  [Opcode.memoryFill, "u32"],
]);

/** Operand counts of instructions that fix them; calls, blocks and branches do not. */
export function operandCountsOf(opcode: number): OperandCounts | undefined {
  if (opcode >= Opcode.i32Load && opcode <= Opcode.i64Load32U) return unary;
  if (opcode >= Opcode.i32Store && opcode <= Opcode.i64Store32) return { pops: 2, pushes: 0 };
  if (opcode >= Opcode.i32Eqz && opcode <= Opcode.i64Extend32S) return isUnaryNumeric(opcode) ? unary : binary;
  if (opcode >= 0xfc00 && opcode <= 0xfc07) return unary;
  return fixedCounts.get(opcode);
}

const unary: OperandCounts = { pops: 1, pushes: 1 };
const binary: OperandCounts = { pops: 2, pushes: 1 };
const source: OperandCounts = { pops: 0, pushes: 1 };
const sink: OperandCounts = { pops: 1, pushes: 0 };

const fixedCounts: ReadonlyMap<number, OperandCounts> = new Map<number, OperandCounts>([
  [Opcode.nop, { pops: 0, pushes: 0 }],
  [Opcode.drop, sink],
  [Opcode.select, { pops: 3, pushes: 1 }],
  [Opcode.selectTyped, { pops: 3, pushes: 1 }],
  [Opcode.localGet, source],
  [Opcode.localSet, sink],
  [Opcode.localTee, unary],
  [Opcode.globalGet, source],
  [Opcode.globalSet, sink],
  [Opcode.memorySize, source],
  [Opcode.memoryGrow, unary],
  [Opcode.i32Const, source],
  [Opcode.i64Const, source],
  [Opcode.f32Const, source],
  [Opcode.f64Const, source],
  [Opcode.refNull, source],
  [Opcode.refIsNull, unary],
  [Opcode.refFunc, source],
  [Opcode.memoryCopy, { pops: 3, pushes: 0 }],
  [Opcode.memoryFill, { pops: 3, pushes: 0 }],
]);

function isUnaryNumeric(opcode: number): boolean {
  return (
    opcode === Opcode.i32Eqz ||
    opcode === Opcode.i64Eqz ||
    (opcode >= Opcode.i32Clz && opcode <= Opcode.i32Popcnt) ||
    (opcode >= Opcode.i64Clz && opcode <= Opcode.i64Popcnt) ||
    (opcode >= 0x8b && opcode <= 0x91) ||
    (opcode >= Opcode.f64Abs && opcode <= Opcode.f64Sqrt) ||
    (opcode >= Opcode.i32WrapI64 && opcode <= Opcode.i64Extend32S)
  );
}
