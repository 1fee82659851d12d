// The abstract grammar of Python 3.14 as data: the classes of `_ast`, their fields and the types of these. CPython's Python.asdl.

/** How often a field's value is there: `one`, `optional` (None), `list`, `gaps` (a list with None in it). */
export type FieldForm = "one" | "optional" | "list" | "gaps";

/** A field of a node class. */
export interface Field {
  readonly name: string;
  /** A sum of the grammar, or `identifier`, `string`, `int`, `constant`. */
  readonly type: string;
  readonly form: FieldForm;
}

/** A node class: one of the alternatives of a sum, or a sum of which it is the only one. */
export interface NodeClass {
  readonly name: string;
  /** The sum that it belongs to; its own name for those that stand alone. */
  readonly sum: string;
  readonly fields: readonly Field[];
  /** The line of the grammar, which is the class's `__doc__`. */
  readonly doc: string;
}

/** A sum: a class with others below it, or one that stands alone. */
export interface Sum {
  readonly name: string;
  readonly isAlone: boolean;
  readonly attributes: readonly Field[];
  readonly classes: readonly NodeClass[];
  readonly doc: string;
}

const place = "int lineno, int col_offset, int? end_lineno, int? end_col_offset";
const wholePlace = "int lineno, int col_offset, int end_lineno, int end_col_offset";

/** Name, attributes, alternatives; a line that begins with a bracket is a sum that stands alone. */
const grammar: readonly (readonly [name: string, attributes: string, alternatives: string])[] = [
  [
    "mod",
    "",
    "Module(stmt* body, type_ignore* type_ignores)|Interactive(stmt* body)|Expression(expr body)|FunctionType(expr* argtypes, expr returns)",
  ],
  [
    "stmt",
    place,
    "FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)|AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)|ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)|Return(expr? value)|Delete(expr* targets)|Assign(expr* targets, expr value, string? type_comment)|TypeAlias(expr name, type_param* type_params, expr value)|AugAssign(expr target, operator op, expr value)|AnnAssign(expr target, expr annotation, expr? value, int simple)|For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)|AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)|While(expr test, stmt* body, stmt* orelse)|If(expr test, stmt* body, stmt* orelse)|With(withitem* items, stmt* body, string? type_comment)|AsyncWith(withitem* items, stmt* body, string? type_comment)|Match(expr subject, match_case* cases)|Raise(expr? exc, expr? cause)|Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)|TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)|Assert(expr test, expr? msg)|Import(alias* names)|ImportFrom(identifier? module, alias* names, int? level)|Global(identifier* names)|Nonlocal(identifier* names)|Expr(expr value)|Pass|Break|Continue",
  ],
  [
    "expr",
    place,
    "BoolOp(boolop op, expr* values)|NamedExpr(expr target, expr value)|BinOp(expr left, operator op, expr right)|UnaryOp(unaryop op, expr operand)|Lambda(arguments args, expr body)|IfExp(expr test, expr body, expr orelse)|Dict(expr?* keys, expr* values)|Set(expr* elts)|ListComp(expr elt, comprehension* generators)|SetComp(expr elt, comprehension* generators)|DictComp(expr key, expr value, comprehension* generators)|GeneratorExp(expr elt, comprehension* generators)|Await(expr value)|Yield(expr? value)|YieldFrom(expr value)|Compare(expr left, cmpop* ops, expr* comparators)|Call(expr func, expr* args, keyword* keywords)|FormattedValue(expr value, int conversion, expr? format_spec)|Interpolation(expr value, constant str, int conversion, expr? format_spec)|JoinedStr(expr* values)|TemplateStr(expr* values)|Constant(constant value, string? kind)|Attribute(expr value, identifier attr, expr_context ctx)|Subscript(expr value, expr slice, expr_context ctx)|Starred(expr value, expr_context ctx)|Name(identifier id, expr_context ctx)|List(expr* elts, expr_context ctx)|Tuple(expr* elts, expr_context ctx)|Slice(expr? lower, expr? upper, expr? step)",
  ],
  ["expr_context", "", "Load|Store|Del"],
  ["boolop", "", "And|Or"],
  ["operator", "", "Add|Sub|Mult|MatMult|Div|Mod|Pow|LShift|RShift|BitOr|BitXor|BitAnd|FloorDiv"],
  ["unaryop", "", "Invert|Not|UAdd|USub"],
  ["cmpop", "", "Eq|NotEq|Lt|LtE|Gt|GtE|Is|IsNot|In|NotIn"],
  ["comprehension", "", "(expr target, expr iter, expr* ifs, int is_async)"],
  ["excepthandler", place, "ExceptHandler(expr? type, identifier? name, stmt* body)"],
  [
    "arguments",
    "",
    "(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)",
  ],
  ["arg", place, "(identifier arg, expr? annotation, string? type_comment)"],
  ["keyword", place, "(identifier? arg, expr value)"],
  ["alias", place, "(identifier name, identifier? asname)"],
  ["withitem", "", "(expr context_expr, expr? optional_vars)"],
  ["match_case", "", "(pattern pattern, expr? guard, stmt* body)"],
  [
    "pattern",
    wholePlace,
    "MatchValue(expr value)|MatchSingleton(constant value)|MatchSequence(pattern* patterns)|MatchMapping(expr* keys, pattern* patterns, identifier? rest)|MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)|MatchStar(identifier? name)|MatchAs(pattern? pattern, identifier? name)|MatchOr(pattern* patterns)",
  ],
  ["type_ignore", "", "TypeIgnore(int lineno, string tag)"],
  [
    "type_param",
    wholePlace,
    "TypeVar(identifier name, expr? bound, expr? default_value)|ParamSpec(identifier name, expr? default_value)|TypeVarTuple(identifier name, expr? default_value)",
  ],
];

/** The sums of the grammar, in its order. */
export function grammarSums(): readonly Sum[] {
  return grammar.map(([name, attributes, alternatives]): Sum => {
    const isAlone = alternatives.startsWith("(");
    const lines = isAlone ? [`${name}${alternatives}`] : alternatives.split("|");
    const isPlain = !alternatives.includes("(");
    const separator = isPlain ? " | " : `\n${" ".repeat(name.length + 1)}| `;
    return {
      name,
      isAlone,
      attributes: fieldsOf(attributes),
      classes: lines.map((doc): NodeClass => {
        const [, own = "", inside = ""] = /^(\w+)(?:\((.*)\))?$/.exec(doc) ?? [];
        return { name: own, sum: name, fields: fieldsOf(inside), doc: shown(doc) };
      }),
      doc: shown(isAlone ? (lines[0] ?? "") : `${name} = ${lines.join(separator)}`),
    };
  });
}

/** Documentation does not tell lists with gaps. */
function shown(doc: string): string {
  return doc.replaceAll("?*", "*");
}

function fieldsOf(text: string): readonly Field[] {
  if (text === "") return [];
  return text.split(", ").map((part): Field => {
    const [type = "", name = ""] = part.split(" ");
    const form = type.endsWith("?*") ? "gaps" : type.endsWith("*") ? "list" : type.endsWith("?") ? "optional" : "one";
    return { name, type: type.replace(/[?*]+$/, ""), form };
  });
}
