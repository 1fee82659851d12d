// Where `~` becomes `^` under a source line: the operator of a binary operation, the brackets of a subscript or a call.
//
// CPython parses the segment again. Here the instruction that raised says what the segment is, and a scan of its text finds the place.

import { binaryOperators, opcodeNamed } from "@tjit/bytecode";

/** Part of a segment, as offsets into its text; the end is exclusive. */
export interface Anchor {
  readonly start: number;
  readonly end: number;
}

const binaryOp = opcodeNamed("BINARY_OP").opcode;
const subscriptOperator = binaryOperators.indexOf("[]");
const subscripts = ["STORE_SUBSCR", "DELETE_SUBSCR", "BINARY_SLICE", "STORE_SLICE"].map(
  (name) => opcodeNamed(name).opcode,
);
const calls = ["CALL", "CALL_KW", "CALL_FUNCTION_EX"].map((name) => opcodeNamed(name).opcode);
/** What a call or a subscript, and nothing else, has before its last brackets. */
const operand =
  /^(?!(?:assert|await|del|lambda|not|raise|return|yield)\b)[\w.]+(?:(?:\([^()]*\)|\[[^[\]]*\])[\w.]*)*$/u;
const precedences: Readonly<Record<string, number>> = {
  "|": 1,
  "^": 2,
  "&": 3,
  "<<": 4,
  ">>": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "//": 6,
  "%": 6,
  "@": 6,
  "**": 8,
};
const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The anchor in the text of the expression that the instruction belongs to; null if there is none. */
export function findAnchor(segment: string, opcode: number, oparg: number): Anchor | null {
  if (opcode === binaryOp && oparg !== subscriptOperator) return oparg >= 13 ? null : operatorAnchor(segment);
  if (opcode === binaryOp || subscripts.includes(opcode)) return bracketAnchor(segment, "[");
  if (calls.includes(opcode)) return bracketAnchor(segment, "(");
  // Loops, `with`, class patterns and others belong to an expression, whatever it is.
  const brackets = bracketAnchor(segment, segment.endsWith("]") ? "[" : "(");
  return brackets !== null && operand.test(segment.slice(0, brackets.start)) ? brackets : null;
}

/** The brackets that end the segment. */
function bracketAnchor(segment: string, open: string): Anchor | null {
  let start = -1;
  let end = -1;
  for (const token of tokens(segment)) {
    if (token.depth !== 0 || token.text !== open) continue;
    start = token.start;
    end = token.match;
  }
  return start < 0 || end !== segment.trimEnd().length - 1 ? null : { start, end: end + 1 };
}

/** The operator that binds least; of several the last, for `**` the first. */
function operatorAnchor(segment: string): Anchor | null {
  let best: Token | null = null;
  let previous: Token | null = null;
  let afterOperand = false;
  for (const token of tokens(segment)) {
    if (token.depth !== 0) continue;
    const precedence = precedences[token.text];
    if (precedence !== undefined && afterOperand) {
      const bestPrecedence: number = best === null ? Infinity : (precedences[best.text] ?? Infinity);
      if (precedence < bestPrecedence || (precedence === bestPrecedence && token.text !== "**")) best = token;
      afterOperand = false;
    } else
      afterOperand = precedence === undefined && token.text !== "~" && token.text !== "not" && token.text !== "await";
    previous = token;
  }
  return best === null || previous === best ? null : { start: best.start, end: best.start + best.text.length };
}

interface Token {
  readonly text: string;
  readonly start: number;
  /** Brackets around it; an opening bracket counts as outside itself. */
  readonly depth: number;
  /** For an opening bracket: where it closes. */
  readonly match: number;
}

const tokenPattern =
  /\s+|#[^\n]*|[A-Za-z]{0,2}("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\w+(?:\.\w+)*|\*\*|\/\/|<<|>>|./gsu;

function tokens(text: string): readonly Token[] {
  const found: (Token & { match: number })[] = [];
  const open: (Token & { match: number })[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    const token = match[0];
    if (/^\s|^#/.test(token)) continue;
    if (open.length > 0 && closers[(open.at(-1) as Token).text] === token) {
      (open.pop() as { match: number }).match = match.index;
      continue;
    }
    const it = { text: token, start: match.index, depth: open.length, match: -1 };
    found.push(it);
    if (token in closers) open.push(it);
  }
  return found;
}
