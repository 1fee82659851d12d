/**
 * Token kinds as small integers, so that a token stream is a typed array and a parser decision an integer switch.
 * Hard keywords have kinds of their own; soft keywords (`match`, `case`, `type`, `_`) are NAME.
 */

export const ENDMARKER: number = 0;
export const NAME: number = 1;
export const NUMBER: number = 2;
export const STRING: number = 3;
export const NEWLINE: number = 4;
export const INDENT: number = 5;
export const DEDENT: number = 6;
export const FSTRING_START = 7;
export const FSTRING_MIDDLE = 8;
export const FSTRING_END = 9;
export const TSTRING_START = 10;
export const TSTRING_MIDDLE = 11;
export const TSTRING_END = 12;
/** The last token of a stream whose text cannot be tokenized further. */
export const ERRORTOKEN: number = 13;

export const LPAR: number = 14;
export const RPAR: number = 15;
export const LSQB: number = 16;
export const RSQB: number = 17;
export const LBRACE: number = 18;
export const RBRACE: number = 19;
export const COLON: number = 20;
export const COMMA: number = 21;
export const SEMI: number = 22;
export const DOT: number = 23;
export const EQUAL: number = 24;
export const COLONEQUAL: number = 25;
export const RARROW: number = 26;
export const ELLIPSIS: number = 27;
export const EXCLAMATION: number = 28;
export const TILDE: number = 29;

// Binary operators, 30 to 42 in the order of OPERATORS, so that a table can be indexed by `kind - VBAR`. Only those that
// a rule names have a name.
export const VBAR: number = 30;
export const LEFTSHIFT: number = 33;
export const PLUS: number = 35;
export const MINUS: number = 36;
export const STAR: number = 37;
export const SLASH: number = 38;
export const AT: number = 41;
export const DOUBLESTAR: number = 42;

// Comparison operators.
export const EQEQUAL: number = 43;
export const NOTEQUAL: number = 44;
export const LESS: number = 45;
export const LESSEQUAL: number = 46;
export const GREATER: number = 47;
export const GREATEREQUAL: number = 48;

// Augmented assignments, 49 to 61 in the order of the binary operators.
export const VBAREQUAL: number = 49;
export const DOUBLESTAREQUAL: number = 61;

export const FALSE: number = 62;
export const NONE: number = 63;
export const TRUE: number = 64;
export const AND: number = 65;
export const AS: number = 66;
export const ASSERT: number = 67;
export const ASYNC: number = 68;
export const AWAIT: number = 69;
export const BREAK: number = 70;
export const CLASS: number = 71;
export const CONTINUE: number = 72;
export const DEF: number = 73;
export const DEL: number = 74;
export const ELIF: number = 75;
export const ELSE: number = 76;
export const EXCEPT: number = 77;
export const FINALLY: number = 78;
export const FOR: number = 79;
export const FROM: number = 80;
export const GLOBAL: number = 81;
export const IF: number = 82;
export const IMPORT: number = 83;
export const IN: number = 84;
export const IS: number = 85;
export const LAMBDA: number = 86;
export const NONLOCAL: number = 87;
export const NOT: number = 88;
export const OR: number = 89;
export const PASS: number = 90;
export const RAISE: number = 91;
export const RETURN: number = 92;
export const TRY: number = 93;
export const WHILE: number = 94;
export const WITH: number = 95;
export const YIELD: number = 96;

/** A character that begins no token (`$`, `?`, a backquote): never valid, but tokenizing goes on after it. */
export const UNKNOWN: number = 97;

/** Hard keywords, in the order of their kinds from {@link FALSE}. */
export const KEYWORDS: readonly string[] =
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  );

/** Operators and delimiters, in the order of their kinds from {@link LPAR}. */
export const OPERATORS: readonly string[] =
  "( ) [ ] { } : , ; . = := -> ... ! ~ | ^ & << >> + - * / // % @ ** == != < <= > >= |= ^= &= <<= >>= += -= *= /= //= %= @= **=".split(
    " ",
  );

/** Kind of a keyword or operator by its text; `undefined` for any other text. */
export function kindOfText(text: string): number | undefined {
  const keyword = KEYWORDS.indexOf(text);
  if (keyword >= 0) return FALSE + keyword;
  const operator = OPERATORS.indexOf(text);
  return operator >= 0 ? LPAR + operator : undefined;
}
