// The module `_sre`: the engine under `re`, whose compiler is pure Python.

import {
  type BuiltinSpecification,
  None,
  type Runtime,
  builtinFunction,
  errorOccurred,
  indexInteger,
  indexNumber,
  isDict,
  isInt,
  isList,
  isStr,
  isTuple,
  listItem,
  listLength,
  newHostObject,
  newInt,
  newModule,
  newRef,
  newStr,
  pyBool,
  readInteger,
  setError,
  typeName,
} from "@tjit/runtime/api";
import { lowerAscii } from "./characters.ts";
import { defineScanner } from "./find.ts";
import { defineMatch } from "./match-object.ts";
import { MAGIC, MAXGROUPS, MAXREPEAT } from "./opcodes.ts";
import { definePattern } from "./pattern-object.ts";
import { Program } from "./program.ts";
import { type PatternPayload, SreState } from "./state.ts";
import { subjectOf } from "./subject-object.ts";
import { defineTemplate, newTemplate } from "./template.ts";
import { isValidProgram } from "./validate.ts";

/** Makes the module. */
export function newSreModule(rt: Runtime): number {
  const state = new SreState(rt);
  for (const define of [definePattern, defineMatch, defineScanner, defineTemplate]) define(rt, state);
  const functions: Record<string, BuiltinSpecification> = {
    compile: builtinFunction("(pattern, flags, code, groups, groupindex, indexgroup)", (rt_, ...args) =>
      compile(rt_, state, args as [number, number, number, number, number, number]),
    ),
    template: builtinFunction("(pattern, template, /)", (rt_, _pattern, parts) =>
      isList(rt_, parts) ? newTemplate(rt_, state, parts) : wrongArgument(rt_, "template() argument 2", "list", parts),
    ),
    ascii_iscased: onCharacter((it) => pyBool(it < 128 && /[a-z]/i.test(String.fromCharCode(it)))),
    unicode_iscased: onCharacter((it) =>
      pyBool(isCodePoint(it) && (state.characters.lower(it) !== it || state.characters.upper(it) !== it)),
    ),
    ascii_tolower: onCharacter((it) => newInt(rt, lowerAscii(it))),
    unicode_tolower: onCharacter((it) => newInt(rt, isCodePoint(it) ? state.characters.lower(it) : it)),
    getcodesize: builtinFunction("()", (rt_) => newInt(rt_, 4)),
  };
  return newModule(rt, "_sre", functions, {
    MAGIC: newInt(rt, MAGIC),
    CODESIZE: newInt(rt, 4),
    MAXREPEAT: newInt(rt, MAXREPEAT),
    MAXGROUPS: newInt(rt, MAXGROUPS),
    copyright: newStr(rt, " SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB "),
  });
}

function isCodePoint(value: number): boolean {
  return value >= 0 && value <= 0x10ffff;
}

/** A function of a C int. */
function onCharacter(compute: (character: number) => number): BuiltinSpecification {
  return builtinFunction("(character, /)", (rt, character) => {
    const value = intArgument(rt, character);
    return value === null ? 0 : compute(value);
  });
}

/** An argument that fits a C `int`; null with an exception set. */
function intArgument(rt: Runtime, ref: number): number | null {
  const value = indexInteger(rt, ref);
  if (value === null) return null;
  if (value >= -0x80000000 && value <= 0x7fffffff) return Number(value);
  setError(rt, rt.types.OverflowError, "Python int too large to convert to C int");
  return null;
}

function wrongArgument(rt: Runtime, where: string, expected: string, ref: number): 0 {
  const found = ref === None ? "None" : typeName(rt, ref);
  return setError(rt, rt.types.TypeError, `${where} must be ${expected}, not ${found}`);
}

function compile(
  rt: Runtime,
  state: SreState,
  [pattern, flagsRef, codeRef, groupsRef, groupindex, indexgroup]: [number, number, number, number, number, number],
): number {
  const flags = intArgument(rt, flagsRef);
  if (flags === null) return 0;
  if (!isList(rt, codeRef)) return wrongArgument(rt, "compile() argument 'code'", "list", codeRef);
  const groups = indexNumber(rt, groupsRef, rt.types.OverflowError);
  if (groups === null) return 0;
  if (!isDict(rt, groupindex)) return wrongArgument(rt, "compile() argument 'groupindex'", "dict", groupindex);
  if (!isTuple(rt, indexgroup)) return wrongArgument(rt, "compile() argument 'indexgroup'", "tuple", indexgroup);
  const code = wordsOf(rt, codeRef);
  if (code === null) return 0;
  if (pattern !== None && subjectOf(rt, state, pattern) === null) return 0;
  if (!isValidProgram(code, groups)) return setError(rt, rt.types.RuntimeError, "invalid SRE code");
  const payload: PatternPayload = {
    state,
    program: new Program(code, groups, state.characters),
    flags,
    isBytes: pattern === None ? null : !isStr(rt, pattern),
    pattern: newRef(rt, pattern),
    groupindex: newRef(rt, groupindex),
    indexgroup: newRef(rt, indexgroup),
  };
  return newHostObject(rt, state.pattern, payload);
}

/** The words of a program; null with an exception set. */
function wordsOf(rt: Runtime, list: number): Int32Array | null {
  const words = new Int32Array(listLength(rt, list));
  for (let index = 0; index < words.length && errorOccurred(rt) === 0; index++) {
    const item = listItem(rt, list, index);
    if (!isInt(rt, item)) {
      setError(rt, rt.types.TypeError, "an integer is required");
      break;
    }
    const value = readInteger(rt, item);
    if (value < 0) setError(rt, rt.types.OverflowError, "can't convert negative value to unsigned int");
    else if (value > 0xffffffffffffffffn) {
      setError(rt, rt.types.OverflowError, "Python int too large to convert to C unsigned long");
    } else if (value > 0xffffffff) {
      setError(rt, rt.types.OverflowError, "regular expression code size limit exceeded");
    } else words[index] = Number(value);
  }
  return errorOccurred(rt) === 0 ? words : null;
}
