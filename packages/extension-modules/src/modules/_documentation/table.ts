// Tables of texts about names, from lines: `name text`, below `=owner` or `=owner,owner`, which stand before the name with a point. What a
// type does not have itself, special methods have in common.
//
//   =                          len                    the function
//   len ($module, obj, /)      __add__                the method of any type
//   =list,bytearray            list.append            the method
//   append ($self, object, /)

import { type DocumentationTable } from "@tjit/runtime/api";
import { signatures } from "../../generated/signatures.ts";
import { sentences } from "./sentences.ts";

/** A table by full name. */
function readTable(text: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  let owners = [""];
  for (const line of text.split("\n")) {
    if (line.startsWith("=")) {
      owners = line.slice(1).split(",");
      continue;
    }
    const space = line.indexOf(" ");
    const [name, value] = [line.slice(0, space), line.slice(space + 1)];
    for (const owner of owners) table.set(owner === "" ? name : `${owner}.${name}`, value);
  }
  return table;
}

/** Finds what there is about a name, in tables that are read when they are needed: the library asks for one docstring whenever it starts. */
export function documentationTable(): DocumentationTable {
  const tables: { doc?: ReadonlyMap<string, string>; signature?: ReadonlyMap<string, string> } = {};
  return (name, which) => {
    const table = (tables[which] ??= readTable(which === "doc" ? sentences.trim() : signatures));
    const found = table.get(name);
    if (found !== undefined) return found;
    const last = name.slice(name.lastIndexOf(".") + 1);
    return last.startsWith("__") ? (table.get(last) ?? null) : null;
  };
}
