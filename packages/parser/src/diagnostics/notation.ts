/** Reads the rule notation of `grammar.ts` into rules that `machine.ts` runs. */
import * as K from "../tokenizer/kinds.ts";
import { FIELD_GRAMMAR, GRAMMAR } from "./grammar.ts";

/** One thing to match. */
export type Element =
  | { readonly op: "token"; readonly kind: number }
  | { readonly op: "soft"; readonly text: string }
  | { readonly op: "class"; readonly name: "AUGASSIGN" | "COMPARE" | "SOFT_KEYWORD" }
  | { readonly op: "rule"; readonly name: string }
  | { readonly op: "group"; readonly alternatives: readonly Alternative[] }
  | { readonly op: "optional"; readonly element: Element }
  | { readonly op: "loop"; readonly element: Element; readonly minimum: 0 | 1; readonly separator: number | null }
  | { readonly op: "look"; readonly element: Element; readonly expected: boolean }
  | { readonly op: "demand"; readonly kind: number; readonly text: string }
  | { readonly op: "cut" };

interface Item {
  readonly name: string | null;
  readonly element: Element;
}

/** What an alternative complains of: a form, the values that it names and its words. */
export interface Complaint {
  readonly form: string;
  readonly names: readonly string[];
  readonly message: string;
}

export interface Alternative {
  readonly items: readonly Item[];
  /** Is an `invalid_` rule and nothing else, so that only the second pass tries it. */
  readonly secondPass: boolean;
  readonly kind: string | null;
  readonly kindIfMore: boolean;
  readonly result: string | null;
  readonly complaint: Complaint | null;
}

export interface Rule {
  readonly name: string;
  readonly number: number;
  readonly memoized: boolean;
  readonly alternatives: readonly Alternative[];
}

const TOKEN_CLASSES: Readonly<Record<string, number>> = {
  ENDMARKER: K.ENDMARKER,
  NAME: K.NAME,
  NUMBER: K.NUMBER,
  STRING: K.STRING,
  NEWLINE: K.NEWLINE,
  INDENT: K.INDENT,
  DEDENT: K.DEDENT,
  FSTRING_START: K.FSTRING_START,
  FSTRING_MIDDLE: K.FSTRING_MIDDLE,
  FSTRING_END: K.FSTRING_END,
  TSTRING_START: K.TSTRING_START,
  TSTRING_MIDDLE: K.TSTRING_MIDDLE,
  TSTRING_END: K.TSTRING_END,
};

/** All rules by name. */
export function readGrammar(): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  const text =
    GRAMMAR +
    FIELD_GRAMMAR.replaceAll("?-string", "f-string").replaceAll("?string", "fstring") +
    FIELD_GRAMMAR.replaceAll("?-string", "t-string").replaceAll("?string", "tstring");
  for (const paragraph of text.split(/\n(?=\S)/)) {
    const [head = "", ...lines] = paragraph.trim().split("\n");
    if (head === "") continue;
    const name = head.replace("*", "");
    const alternatives = lines.map((line) => readAlternative(line.trim()));
    rules.set(name, { name, number: rules.size, memoized: head.endsWith("*"), alternatives });
  }
  return rules;
}

function readAlternative(line: string): Alternative {
  const [pattern = "", complaintText] = line.split(/ => (.*)/s);
  const reader = new Reader(pattern);
  const alternative = reader.alternative();
  return complaintText === undefined ? alternative : { ...alternative, complaint: readComplaint(complaintText) };
}

function readComplaint(text: string): Complaint {
  const colon = text.indexOf(": ");
  const [form = "", ...names] = (colon < 0 ? text : text.slice(0, colon)).split(" ");
  return { form, names, message: colon < 0 ? "" : text.slice(colon + 2) };
}

const LEXEME = /\s*(?:'([^']+)'|"([^"]+)"|%(.)|#(\w+)(\??)|(\w+)\.|(\w+)=|(\w+)|(.))/y;

class Reader {
  private readonly lexemes: RegExpExecArray[] = [];
  private position = 0;

  constructor(text: string) {
    const lexeme = new RegExp(LEXEME);
    for (let match = lexeme.exec(text); match !== null; match = lexeme.exec(text)) this.lexemes.push(match);
  }

  /** Items up to `|`, `)` or the end. */
  alternative(): Alternative {
    const items: Item[] = [];
    let kind: string | null = null;
    let kindIfMore = false;
    let result: string | null = null;
    for (let lexeme = this.lexemes[this.position]; lexeme !== undefined; lexeme = this.lexemes[this.position]) {
      const [, , , , kindName, more, resultName, bindName, , symbol] = lexeme;
      if (symbol === "|" || symbol === ")") break;
      if (kindName !== undefined) {
        kind = kindName;
        kindIfMore = more === "?";
        this.position++;
      } else if (resultName !== undefined) {
        result = resultName;
        this.position++;
      } else if (bindName !== undefined) {
        this.position++;
        items.push({ name: bindName, element: this.element() });
      } else items.push({ name: null, element: this.element() });
    }
    const only = items.length === 1 ? items[0]?.element : undefined;
    const secondPass = only?.op === "rule" && only.name.startsWith("invalid_");
    return { items, secondPass, kind, kindIfMore, result, complaint: null };
  }

  private element(): Element {
    let element = this.plain();
    for (;;) {
      const [, , , separator, , , , , , symbol] = this.lexemes[this.position] ?? [];
      if (separator !== undefined) {
        element = { op: "loop", element, minimum: 1, separator: K.kindOfText(separator) ?? null };
      } else if (symbol === "?") element = { op: "optional", element };
      else if (symbol === "*") element = { op: "loop", element, minimum: 0, separator: null };
      else if (symbol === "+") element = { op: "loop", element, minimum: 1, separator: null };
      else return element;
      this.position++;
    }
  }

  private plain(): Element {
    const [, text, soft, , , , , , word, symbol] = this.lexemes[this.position++] ?? [];
    if (text !== undefined) return { op: "token", kind: K.kindOfText(text) ?? K.UNKNOWN };
    if (soft !== undefined) return { op: "soft", text: soft };
    if (word !== undefined) {
      const kind = TOKEN_CLASSES[word];
      if (kind !== undefined) return { op: "token", kind };
      if (word === "AUGASSIGN" || word === "COMPARE" || word === "SOFT_KEYWORD") return { op: "class", name: word };
      return { op: "rule", name: word };
    }
    switch (symbol) {
      case "&":
      case "!":
        return { op: "look", element: this.plain(), expected: symbol === "&" };
      case "~":
        return { op: "cut" };
      case "^": {
        const demanded = this.lexemes[this.position++]?.[1] ?? "";
        return { op: "demand", kind: K.kindOfText(demanded) ?? K.UNKNOWN, text: demanded };
      }
      default:
        return this.group();
    }
  }

  private group(): Element {
    const alternatives: Alternative[] = [];
    do alternatives.push(this.alternative());
    while (this.lexemes[this.position++]?.[9] === "|");
    return { op: "group", alternatives };
  }
}
