// Memory layouts as data: a struct is declared once and its offsets are derived, for the runtime and for generated code alike.

/** How a field is held in memory. */
export type FieldWidth = "i8" | "u8" | "i16" | "u16" | "i32" | "i64" | "f64";

/** The Wasm type that a width is loaded as. */
export type WasmTypeOf<W extends FieldWidth> = W extends "i64" ? "i64" : W extends "f64" ? "f64" : "i32";

/** One field: byte offset from the start of the struct. */
export interface LayoutField<W extends FieldWidth = FieldWidth> {
  readonly name: string;
  readonly offset: number;
  readonly type: WasmTypeOf<W>;
  readonly width: W;
}

/** A struct: its fields by name, and its size in bytes, a multiple of 8. */
export type Struct<F extends Readonly<Record<string, FieldWidth>>> = {
  readonly [K in keyof F]: LayoutField<F[K]>;
} & { readonly size: number };

const widthInBytes: Readonly<Record<FieldWidth, number>> = { i8: 1, u8: 1, i16: 2, u16: 2, i32: 4, i64: 8, f64: 8 };

/** Bytes that a field of this width takes. */
export function sizeOfWidth(width: FieldWidth): number {
  return widthInBytes[width];
}

/** Lays fields out in order, each at its natural alignment. Field names are prefixed by the struct's name for people. */
export function struct<const F extends Readonly<Record<string, FieldWidth>>>(name: string, fields: F): Struct<F> {
  const layout: Record<string, LayoutField | number> = {};
  let offset = 0;
  const names = Object.keys(fields);
  // A loop of the plainest kind: this runs a hundred times before a program starts.
  for (let index = 0; index < names.length; index++) {
    const field = names[index] as string;
    const width = fields[field] as FieldWidth;
    const bytes = widthInBytes[width];
    offset = alignTo(offset, bytes);
    layout[field] = { name: `${name}.${field}`, offset, type: width === "i64" || width === "f64" ? width : "i32", width };
    offset += bytes;
  }
  layout["size"] = alignTo(offset, 8);
  return layout as Struct<F>;
}

/** The smallest multiple of `alignment` that is at least `value`. */
export function alignTo(value: number, alignment: number): number {
  const rest = value % alignment;
  return rest === 0 ? value : value - rest + alignment;
}
