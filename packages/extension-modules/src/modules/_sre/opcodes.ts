// The instruction set of compiled regular expressions: CPython 3.14's numbers, which its pure-Python compiler (`re/_compiler.py`) emits.
//
// A program is a list of 32-bit words. `skip` words hold the distance from themselves to where matching goes on:
//
//   LITERAL c · IN skip set… FAILURE · MARK i · AT where · JUMP skip · GROUPREF group
//   BRANCH (skip alternative… JUMP skip)… 0
//   REPEAT skip min max body… MAX_UNTIL|MIN_UNTIL        REPEAT_ONE skip min max item SUCCESS
//   ASSERT skip back body… SUCCESS                       ATOMIC_GROUP skip body… SUCCESS
//   INFO skip flags min max [length skip prefix… overlap… | set…]

/** What `_sre.MAGIC` must be for the compiler of 3.14. */
export const MAGIC = 20230612;

/** "Any number of times", a word of all ones. */
export const MAXREPEAT = 0xffffffff;

/** Groups that a pattern may have, as on 64-bit builds of CPython. */
export const MAXGROUPS = 0x3fffffff;

/** Instructions, and the elements of sets. */
export const Opcode = {
  FAILURE: 0,
  SUCCESS: 1,
  ANY: 2,
  ANY_ALL: 3,
  ASSERT: 4,
  ASSERT_NOT: 5,
  AT: 6,
  BRANCH: 7,
  CATEGORY: 8,
  CHARSET: 9,
  BIGCHARSET: 10,
  GROUPREF: 11,
  GROUPREF_EXISTS: 12,
  IN: 13,
  INFO: 14,
  JUMP: 15,
  LITERAL: 16,
  MARK: 17,
  MAX_UNTIL: 18,
  MIN_UNTIL: 19,
  NOT_LITERAL: 20,
  NEGATE: 21,
  RANGE: 22,
  REPEAT: 23,
  REPEAT_ONE: 24,
  MIN_REPEAT_ONE: 26,
  ATOMIC_GROUP: 27,
  POSSESSIVE_REPEAT: 28,
  POSSESSIVE_REPEAT_ONE: 29,
  GROUPREF_IGNORE: 30,
  IN_IGNORE: 31,
  LITERAL_IGNORE: 32,
  NOT_LITERAL_IGNORE: 33,
  GROUPREF_LOC_IGNORE: 34,
  IN_LOC_IGNORE: 35,
  LITERAL_LOC_IGNORE: 36,
  NOT_LITERAL_LOC_IGNORE: 37,
  GROUPREF_UNI_IGNORE: 38,
  IN_UNI_IGNORE: 39,
  LITERAL_UNI_IGNORE: 40,
  NOT_LITERAL_UNI_IGNORE: 41,
  RANGE_UNI_IGNORE: 42,
} as const;

/** Operands of AT. */
export const At = {
  BEGINNING: 0,
  BEGINNING_LINE: 1,
  BEGINNING_STRING: 2,
  BOUNDARY: 3,
  NON_BOUNDARY: 4,
  END: 5,
  END_LINE: 6,
  END_STRING: 7,
  LOC_BOUNDARY: 8,
  LOC_NON_BOUNDARY: 9,
  UNI_BOUNDARY: 10,
  UNI_NON_BOUNDARY: 11,
} as const;

/** Operands of CATEGORY come in pairs: the category (even) and its complement (odd). */
export const Category = {
  DIGIT: 0,
  SPACE: 2,
  WORD: 4,
  LINEBREAK: 6,
  LOC_WORD: 8,
  UNI_DIGIT: 10,
  UNI_SPACE: 12,
  UNI_WORD: 14,
  UNI_LINEBREAK: 16,
} as const;

/** How many operands of AT and of CATEGORY there are. */
export const atCount = 12;
export const categoryCount = 18;

/** Bits of the flags word of INFO. */
export const Info = { PREFIX: 1, LITERAL: 2, CHARSET: 4 } as const;

/** Bits of a pattern's flags. */
export const PatternFlag = {
  TEMPLATE: 1,
  IGNORECASE: 2,
  LOCALE: 4,
  MULTILINE: 8,
  DOTALL: 16,
  UNICODE: 32,
  VERBOSE: 64,
  DEBUG: 128,
  ASCII: 256,
} as const;
