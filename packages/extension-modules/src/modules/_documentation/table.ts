// Tables of texts about names, from lines: `name text`, below `=owner` or `=owner,owner`, which stand before the name with a point. What a
// type does not have itself, special methods have in common.
//
//   =                          len                    the function
//   len ($module, obj, /)      __add__                the method of any type
//   =list,bytearray            list.append            the method
//   append ($self, object, /)

import { type Documentation } from "@tjit/runtime/api";
import { signatures } from "../../generated/signatures.ts";
import { sentences } from "./sentences.ts";

/** A table by full name. */
function readTable(lines: readonly string[]): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  let owners = [""];
  for (const line of lines) {
    if (line.startsWith("=")) {
      owners = line.slice(1).split(",");
      continue;
    }
    const space = line.indexOf(" ");
    const [name, text] = [line.slice(0, space), line.slice(space + 1)];
    for (const owner of owners) table.set(owner === "" ? name : `${owner}.${name}`, text);
  }
  return table;
}

/** Finds what there is about a name, in tables that are read once. */
export function documentationTable(): (name: string) => Documentation {
  const texts = readTable(sentences.trim().split("\n"));
  const all = readTable(signatures);
  const find = (table: ReadonlyMap<string, string>, name: string): string | null => {
    const found = table.get(name);
    if (found !== undefined) return found;
    const last = name.slice(name.lastIndexOf(".") + 1);
    return last.startsWith("__") ? (table.get(last) ?? null) : null;
  };
  return (name) => ({ doc: find(texts, name), signature: find(all, name) });
}
