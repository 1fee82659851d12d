import type { StackItem } from "@tjit/ir";
import { BuilderError } from "./builder-error.ts";
import type { Expression } from "./language.ts";

/** A body gives nothing but its uop's outputs. @throws BuilderError for another name. */
export function checkOutputNames(outputs: readonly StackItem[], made: Readonly<Record<string, Expression>>): void {
  for (const name of Object.keys(made)) {
    if (!outputs.some((item) => item.name === name))
      throw new BuilderError(`the body gives ${name}, which is no output`);
  }
}
