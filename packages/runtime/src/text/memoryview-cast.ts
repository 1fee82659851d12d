// memoryview.cast: the same bytes as items of another format, or in another shape.

import { stringArgument } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { isInt, isList, isTuple } from "../object/reference.ts";
import { intNumber } from "../object/int.ts";
import { listItem, listLength } from "../object/list.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { type BufferLayout, isContiguous, itemCount } from "../protocols/buffer.ts";
import { type Runtime } from "../runtime.ts";
import { itemSize, nativeFormat } from "./memoryview-items.ts";
import { openMemoryView, sharingView } from "./memoryview-object.ts";

const mostDimensions = 64;

/** `memoryview.cast(format, shape)`. */
export function castMemoryView(rt: Runtime, self: number, formatRef: number, shapeRef: number): number {
  const view = openMemoryView(rt, self);
  if (view === null) return 0;
  const { layout } = view;
  const format = stringArgument(rt, formatRef, "cast() argument 'format'");
  if (format === null) return 0;
  const refuse = (message: string): 0 => setError(rt, rt.types.TypeError, `memoryview: ${message}`);
  if (!isContiguous(layout, "C")) return refuse("casts are restricted to C-contiguous views");
  if ((shapeRef !== 0 || layout.shape.length !== 1) && layout.shape.includes(0)) {
    return refuse("cannot cast view with zeros in shape or strides");
  }
  let dimensions = 1;
  if (shapeRef !== 0) {
    if (!isList(rt, shapeRef) && !isTuple(rt, shapeRef)) {
      return setError(rt, rt.types.TypeError, "shape must be a list or a tuple");
    }
    dimensions = isList(rt, shapeRef) ? listLength(rt, shapeRef) : tupleLength(rt, shapeRef);
    if (dimensions > mostDimensions) {
      return setError(rt, rt.types.ValueError, "memoryview: number of dimensions must not exceed 64");
    }
    if (dimensions !== 1 && layout.shape.length !== 1) return refuse("cast must be 1D -> ND or ND -> 1D");
  }
  const flat = castFormat(rt, layout, format);
  if (flat === null) return 0;
  if (shapeRef === 0) return sharingView(rt, view, flat);
  const shape = readShape(rt, shapeRef, dimensions);
  if (shape === null) return 0;
  const total = itemCount(flat) * flat.itemsize;
  if (shape.reduce((product, size) => product * size, flat.itemsize) !== total) {
    return refuse("product(shape) * itemsize != buffer size");
  }
  return sharingView(rt, view, { ...flat, shape, strides: contiguousStrides(shape, flat.itemsize) });
}

function castFormat(rt: Runtime, layout: BufferLayout, format: string): BufferLayout | null {
  const target = nativeFormat(format);
  const native = "format must be a native single character format prefixed with an optional '@'";
  if (target === undefined) {
    setError(rt, rt.types.ValueError, `memoryview: destination ${native}`);
    return null;
  }
  const source = nativeFormat(layout.format);
  if (source === undefined) {
    setError(rt, rt.types.ValueError, `memoryview: source ${native}`);
    return null;
  }
  if (!"bBc".includes(source) && !"bBc".includes(target)) {
    setError(rt, rt.types.TypeError, "memoryview: cannot cast between two non-byte formats");
    return null;
  }
  const itemsize = itemSize(format);
  const total = itemCount(layout) * layout.itemsize;
  if (total % itemsize !== 0) {
    setError(rt, rt.types.TypeError, "memoryview: length is not a multiple of itemsize");
    return null;
  }
  return { ...layout, format, itemsize, shape: [total / itemsize], strides: [itemsize] };
}

function readShape(rt: Runtime, shapeRef: number, dimensions: number): number[] | null {
  const shape: number[] = [];
  for (let index = 0; index < dimensions; index++) {
    const item = isList(rt, shapeRef) ? listItem(rt, shapeRef, index) : tupleItem(rt, shapeRef, index);
    if (!isInt(rt, item)) {
      setError(rt, rt.types.TypeError, "memoryview.cast(): elements of shape must be integers");
      return null;
    }
    const size = intNumber(rt, item);
    if (size <= 0) {
      setError(rt, rt.types.ValueError, "memoryview.cast(): elements of shape must be integers > 0");
      return null;
    }
    shape.push(size);
  }
  return shape;
}

function contiguousStrides(shape: readonly number[], itemsize: number): number[] {
  const strides: number[] = [];
  let stride = itemsize;
  for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
    strides[dimension] = stride;
    stride *= shape[dimension] as number;
  }
  return strides;
}
