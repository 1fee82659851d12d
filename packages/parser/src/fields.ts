/** The child and value fields of each node class, in the order of CPython's `Python.asdl`. */
import type { NodeName } from "./ast.ts";

/** Letters after a field's name: `?` may be `null` (and is left out of a dump when it is), `*` is a list. */
const TABLE: Readonly<Record<NodeName, string>> = {
  Module: "body* type_ignores*",
  Interactive: "body*",
  Expression: "body",
  FunctionType: "argtypes* returns",
  FunctionDef: "name args body* decorator_list* returns? type_comment? type_params*",
  AsyncFunctionDef: "name args body* decorator_list* returns? type_comment? type_params*",
  ClassDef: "name bases* keywords* body* decorator_list* type_params*",
  Return: "value?",
  Delete: "targets*",
  Assign: "targets* value type_comment?",
  TypeAlias: "name type_params* value",
  AugAssign: "target op value",
  AnnAssign: "target annotation value? simple",
  For: "target iter body* orelse* type_comment?",
  AsyncFor: "target iter body* orelse* type_comment?",
  While: "test body* orelse*",
  If: "test body* orelse*",
  With: "items* body* type_comment?",
  AsyncWith: "items* body* type_comment?",
  Match: "subject cases*",
  Raise: "exc? cause?",
  Try: "body* handlers* orelse* finalbody*",
  TryStar: "body* handlers* orelse* finalbody*",
  Assert: "test msg?",
  Import: "names*",
  ImportFrom: "module? names* level",
  Global: "names*",
  Nonlocal: "names*",
  Expr: "value",
  Pass: "",
  Break: "",
  Continue: "",
  BoolOp: "op values*",
  NamedExpr: "target value",
  BinOp: "left op right",
  UnaryOp: "op operand",
  Lambda: "args body",
  IfExp: "test body orelse",
  Dict: "keys* values*",
  Set: "elts*",
  ListComp: "elt generators*",
  SetComp: "elt generators*",
  DictComp: "key value generators*",
  GeneratorExp: "elt generators*",
  Await: "value",
  Yield: "value?",
  YieldFrom: "value",
  Compare: "left ops* comparators*",
  Call: "func args* keywords*",
  FormattedValue: "value conversion format_spec?",
  Interpolation: "value str conversion format_spec?",
  JoinedStr: "values*",
  TemplateStr: "values*",
  Constant: "value kind?",
  Attribute: "value attr ctx",
  Subscript: "value slice ctx",
  Starred: "value ctx",
  Name: "id ctx",
  List: "elts* ctx",
  Tuple: "elts* ctx",
  Slice: "lower? upper? step?",
  MatchValue: "value",
  MatchSingleton: "value",
  MatchSequence: "patterns*",
  MatchMapping: "keys* patterns* rest?",
  MatchClass: "cls patterns* kwd_attrs* kwd_patterns*",
  MatchStar: "name?",
  MatchAs: "pattern? name?",
  MatchOr: "patterns*",
  TypeVar: "name bound? default_value?",
  ParamSpec: "name default_value?",
  TypeVarTuple: "name default_value?",
  comprehension: "target iter ifs* is_async",
  ExceptHandler: "type? name? body*",
  arguments: "posonlyargs* args* vararg? kwonlyargs* kw_defaults* kwarg? defaults*",
  arg: "arg annotation? type_comment?",
  keyword: "arg? value",
  alias: "name asname?",
  withitem: "context_expr optional_vars?",
  match_case: "pattern guard? body*",
};

/** One field of a node class. */
export interface Field {
  readonly name: string;
  readonly form: "one" | "optional" | "list";
}

const parsed = new Map<NodeName, readonly Field[]>();

/** The fields of a node class. */
export function fieldsOf(node: NodeName): readonly Field[] {
  let fields = parsed.get(node);
  if (fields === undefined) {
    const words = TABLE[node].split(" ").filter((word) => word !== "");
    fields = words.map(parseField);
    parsed.set(node, fields);
  }
  return fields;
}

function parseField(word: string): Field {
  if (word.endsWith("*")) return { name: word.slice(0, -1), form: "list" };
  if (word.endsWith("?")) return { name: word.slice(0, -1), form: "optional" };
  return { name: word, form: "one" };
}
