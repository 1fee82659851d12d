/// Build time: the builder language, the tier-1 interpreter generator and the stencil compiler. Needs Binaryen.
export { BuilderError } from "../builder/builder-error.ts";
export {
  type ArgumentsOf,
  type Builder,
  type Callable,
  type DispatchOptions,
  type Expression,
  type ExpressionOf,
  type F64,
  type Field,
  type HandlerBody,
  type HandlerBuilder,
  type I32,
  type I64,
  interpreterEntry,
  type KernelBuilder,
  type KernelFunction,
  kernelFunction,
  runtimeFunction,
  type TransferBuilder,
  type UopBody,
  type UopBuilder,
  type UopInputs,
  type UopOutputs,
  type ValueType,
  type Variable,
} from "../builder/language.ts";
export { type InputsOf, type OutputsOf, uopBody } from "../builder/uop-body.ts";
export type {
  CacheSlice,
  InstructionDescription,
  InstructionPart,
  InterpreterDescription,
  SpecialHandler,
} from "../interpreter/description.ts";
export {
  buildInterpreterModule,
  type InterpreterModule,
  type InterpreterOptions,
} from "../interpreter/interpreter-module.ts";
export { compileStencils, type StencilDescription, type StencilOptions } from "./compile-stencils.ts";
export { binaryModule, serializeStencils } from "./serialize-stencils.ts";
