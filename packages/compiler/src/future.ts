// `from __future__ import …`: which features a module asks for, and where such imports end.

import { CodeFlag } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { CompileError } from "./diagnostic.ts";
import { type Location, type Locator, NO_LOCATION } from "./location.ts";

/** What the future imports of a module say. */
export interface FutureFeatures {
  /** Bits of `CodeFlag`. */
  readonly flags: number;
  /** The last such import; a later one is an error. */
  readonly location: Location;
}

const futureBarryAsBdfl = 0x400000;

const featureFlags: ReadonlyMap<string, number> = new Map([
  ["nested_scopes", 0],
  ["generators", 0],
  ["division", 0],
  ["absolute_import", 0],
  ["with_statement", 0],
  ["print_function", 0],
  ["unicode_literals", 0],
  ["barry_as_FLUFL", futureBarryAsBdfl],
  ["generator_stop", 0],
  ["annotations", CodeFlag.FUTURE_ANNOTATIONS],
]);

/** @throws CompileError for a feature that there is not. */
export function readFutureFeatures(module: ast.ModuleNode, locate: Locator): FutureFeatures {
  let flags = 0;
  let location = NO_LOCATION;
  if (module.node !== "Module" && module.node !== "Interactive") return { flags, location };
  for (const [index, statement] of module.body.entries()) {
    if (isFutureImport(statement)) {
      for (const alias of statement.names) flags |= featureFlag(alias, locate);
      location = locate(statement);
    } else if (index > 0 || !isDocstring(statement)) break;
  }
  return { flags, location };
}

function isFutureImport(statement: ast.Statement): statement is ast.ImportFrom {
  return statement.node === "ImportFrom" && statement.level === 0 && statement.module === "__future__";
}

function isDocstring(statement: ast.Statement): boolean {
  return statement.node === "Expr" && statement.value.node === "Constant" && statement.value.value.type === "str";
}

function featureFlag(alias: ast.Alias, locate: Locator): number {
  if (alias.name === "braces") throw new CompileError("not a chance", locate(alias));
  const flag = featureFlags.get(alias.name);
  if (flag === undefined) throw new CompileError(`future feature ${alias.name} is not defined`, locate(alias));
  return flag;
}
