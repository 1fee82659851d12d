// The module `_suggestions`: the nearest of some names, by which `traceback` says what was perhaps meant.

import {
  None,
  type Runtime,
  builtinFunction,
  isList,
  isStr,
  listItem,
  listLength,
  newModule,
  newStr,
  setError,
  strValue,
  suggestName,
  typeName,
} from "@tjit/runtime/api";

function generate(rt: Runtime, candidates: number, item: number): number {
  const { TypeError } = rt.types;
  if (!isStr(rt, item))
    return setError(rt, TypeError, `_generate_suggestions() argument 2 must be str, not ${typeName(rt, item)}`);
  if (!isList(rt, candidates)) return setError(rt, TypeError, "candidates must be a list");
  const names = Array.from({ length: listLength(rt, candidates) }, (_, index) => listItem(rt, candidates, index));
  if (!names.every((it) => isStr(rt, it)))
    return setError(rt, TypeError, "all elements in 'candidates' must be strings");
  const best = suggestName(
    names.map((it) => strValue(rt, it)),
    strValue(rt, item),
  );
  return best === null ? None : newStr(rt, best);
}

/** Makes the module. */
export function newSuggestionsModule(rt: Runtime): number {
  return newModule(rt, "_suggestions", { _generate_suggestions: builtinFunction("(candidates, item, /)", generate) });
}
