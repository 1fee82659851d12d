// Kernel functions: recorded from their bodies, and found through the bodies that call them.

import { BuilderError } from "./builder-error.ts";
import { type CalleeSet, KernelCodeBuilder } from "./code-builder.ts";
import { type Callable, type ExpressionOf, interpreterEntry, type KernelFunction, type ValueType } from "./language.ts";
import { asExpression } from "./node.ts";
import { type FunctionCode, Recorder } from "./recorder.ts";

/** Records a kernel function and notes what it calls. @throws BuilderError naming the function. */
function recordKernelFunction(kernel: KernelFunction, callees: CalleeSet): FunctionCode {
  const recorder = new Recorder(kernel.name, kernel.parameters, kernel.result);
  const args: readonly ExpressionOf<ValueType>[] = kernel.parameters.map((_, index) =>
    asExpression(recorder.parameter(index)),
  );
  try {
    kernel.body(args, new KernelCodeBuilder(recorder, callees));
  } catch (error) {
    if (error instanceof BuilderError) throw new BuilderError(`${kernel.name}: ${error.message}`, { cause: error });
    throw error;
  }
  return recorder.finish();
}

/** A callable of the kernel has its body with it. */
function isKernelFunction(callable: Callable): callable is KernelFunction {
  return callable.kind === "kernel" && "body" in callable;
}

/** Records kernel functions and everything of the kernel that they call, in the order of first mention. */
export function recordKernel(first: Iterable<Callable>, callees: CalleeSet): FunctionCode[] {
  const recorded = new Map<string, FunctionCode>();
  for (const callable of first) callees.set(callable.name, callable);
  // A Map's iteration sees what is added on the way: callees of callees.
  for (const callable of callees.values()) {
    if (callable.kind !== "kernel" || callable === interpreterEntry) continue;
    if (!isKernelFunction(callable)) throw new BuilderError(`kernel function ${callable.name} has no body`);
    recorded.set(callable.name, recordKernelFunction(callable, callees));
  }
  return [...recorded.values()];
}
