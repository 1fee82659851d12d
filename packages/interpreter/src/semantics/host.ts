// Functions of the runtime as bodies call them; names, parameters and results are those that the runtime declares.

import { type RuntimeImport, runtimeImports } from "@tjit/runtime/layout";
import { type Callable, runtimeFunction } from "@tjit/stencils/build";

type HostFunction = Callable<readonly "i32"[], "i32">;
type HostProcedure = Callable<readonly "i32"[], "void">;

function parametersOf({ parameters }: RuntimeImport): readonly "i32"[] {
  return parameters.map(() => "i32");
}

const functions: ReadonlyMap<string, HostFunction> = new Map(
  runtimeImports
    .filter(({ result }) => result !== "void" && result !== "f64")
    .map((it) => [it.name, runtimeFunction(it.name, parametersOf(it), "i32")]),
);

const procedures: ReadonlyMap<string, HostProcedure> = new Map(
  runtimeImports
    .filter(({ result }) => result === "void")
    .map((it) => [it.name, runtimeFunction(it.name, parametersOf(it), "void")]),
);

/** The function that the runtime declares under this name. @throws RangeError when it declares none with a result. */
export function hostFunction(name: string): HostFunction {
  const callable = functions.get(name);
  if (callable === undefined) throw new RangeError(`the runtime declares no function ${name}`);
  return callable;
}

/** As {@link hostFunction}, for functions without a result. */
export function hostProcedure(name: string): HostProcedure {
  const callable = procedures.get(name);
  if (callable === undefined) throw new RangeError(`the runtime declares no procedure ${name}`);
  return callable;
}

/** The power of a positive finite base: the one function of doubles. */
export const floatPower: Callable<readonly ["f64", "f64"], "f64"> = runtimeFunction(
  "float_power",
  ["f64", "f64"],
  "f64",
);
