// The numbers of tokens, as `token` of CPython 3.14 has them.

/** Types by name. */
export const TokenType = {
  ENDMARKER: 0,
  NAME: 1,
  NUMBER: 2,
  STRING: 3,
  NEWLINE: 4,
  INDENT: 5,
  DEDENT: 6,
  OP: 55,
  FSTRING_START: 59,
  FSTRING_MIDDLE: 60,
  FSTRING_END: 61,
  TSTRING_START: 62,
  COMMENT: 65,
  NL: 66,
} as const;

const signs =
  "( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= >>= **= // //= @ @= -> ... := !".split(" ");

/** The exact types of operators: in the order of `signs`, from 7 on. */
export const operatorTypes: ReadonlyMap<string, number> = new Map(signs.map((sign, index) => [sign, index + 7]));

/** Operators, the longest first. */
export const operatorsByLength: readonly string[] = [...signs, "<>"].sort((a, b) => b.length - a.length);
