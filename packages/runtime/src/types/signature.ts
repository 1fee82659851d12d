// Signatures of builtin functions, from text in Python's own syntax, parsed once:
//
//   "(iterable, /, *, key=None, reverse=False)"     "($self, object, /)"     "(*args, sep=' ', **kwargs)"
//
// A first parameter `$self`, `$type` or `$module` is the receiver. Defaults are only shown, never evaluated: an argument that is
// not given reaches the implementation as 0.

/** How a parameter may be given. */
export type ParameterKind = "positional-only" | "positional" | "varargs" | "keyword-only" | "keywords";

/** One parameter other than the receiver. */
export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly required: boolean;
}

/** A parsed signature. Implementations get the receiver, if any, then one argument for each of `parameters`. */
export interface Signature {
  readonly hasReceiver: boolean;
  readonly parameters: readonly Parameter[];
  /** Parameters that may be given by position. */
  readonly positionalCount: number;
  readonly positionalOnlyCount: number;
  readonly requiredPositionalCount: number;
  /** Only positional-only parameters: CPython's METH_NOARGS, METH_O and METH_FASTCALL. */
  readonly isPlain: boolean;
  /** Whether an argument may be given by name at all. */
  readonly takesKeywords: boolean;
  readonly hasVarargs: boolean;
  readonly hasKeywords: boolean;
}

/** @throws SyntaxError on text that is no signature: a mistake in a definition. */
export function parseSignature(text: string): Signature {
  if (!text.startsWith("(") || !text.endsWith(")")) throw new SyntaxError(`signature ${text}`);
  let hasReceiver = false;
  let parameters: Parameter[] = [];
  let kind: "positional" | "keyword-only" = "positional";
  for (const part of splitTopLevel(text.slice(1, -1))) {
    if (part.startsWith("$")) hasReceiver = true;
    else if (part === "/") parameters = parameters.map((it) => ({ ...it, kind: "positional-only" }));
    else if (part === "*") kind = "keyword-only";
    else if (part.startsWith("**")) parameters.push({ name: part.slice(2), kind: "keywords", required: false });
    else if (part.startsWith("*")) {
      parameters.push({ name: part.slice(1), kind: "varargs", required: false });
      kind = "keyword-only";
    } else {
      const [name, ...defaults] = part.split("=");
      parameters.push({ name: (name as string).trim(), kind, required: defaults.length === 0 });
    }
  }
  const positional = parameters.filter((it) => it.kind === "positional-only" || it.kind === "positional");
  return {
    hasReceiver,
    parameters,
    positionalCount: positional.length,
    positionalOnlyCount: positional.filter((it) => it.kind === "positional-only").length,
    requiredPositionalCount: positional.filter((it) => it.required).length,
    isPlain: parameters.every((it) => it.kind === "positional-only"),
    takesKeywords: parameters.some((it) => it.kind !== "positional-only" && it.kind !== "varargs"),
    hasVarargs: parameters.some((it) => it.kind === "varargs"),
    hasKeywords: parameters.some((it) => it.kind === "keywords"),
  };
}

/** Splits at commas that are not in brackets or quotes. */
function splitTopLevel(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let part = "";
  for (const character of text) {
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (character === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
      continue;
    }
    part += character;
  }
  if (part.trim() !== "") parts.push(part.trim());
  return parts;
}
