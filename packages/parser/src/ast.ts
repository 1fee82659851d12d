/**
 * The syntax tree of Python 3.14: the node classes of CPython's `Python.asdl` as plain readonly objects.
 *
 * - `node` is the discriminant and holds the ASDL class name; field names are the ASDL field names.
 * - `start` and `end` are UTF-16 offsets into the source text (`end` is exclusive); {@link LineIndex} turns
 *   them into CPython's line numbers and UTF-8 columns.
 * - Optional fields are `T | null`, sequences are arrays, operators and contexts are string literals.
 * - Identifiers are NFKC-normalized.
 */

/** Where a node lies in the source: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// ---------------------------------------------------------------------------------------------------------------
// Literals and operators

/** A constant's value. `str` may hold lone surrogates; `int` is a bigint beyond 2**53 - 1. */
export type ConstantValue =
  | { readonly type: "None" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "int"; readonly value: number | bigint }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "complex"; readonly imag: number }
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "bytes"; readonly value: Uint8Array }
  | { readonly type: "Ellipsis" };

export type ExpressionContext = "Load" | "Store" | "Del";
export type BoolOperator = "And" | "Or";
export type BinaryOperator =
  | "Add"
  | "Sub"
  | "Mult"
  | "MatMult"
  | "Div"
  | "Mod"
  | "Pow"
  | "LShift"
  | "RShift"
  | "BitOr"
  | "BitXor"
  | "BitAnd"
  | "FloorDiv";
export type UnaryOperator = "Invert" | "Not" | "UAdd" | "USub";
export type ComparisonOperator = "Eq" | "NotEq" | "Lt" | "LtE" | "Gt" | "GtE" | "Is" | "IsNot" | "In" | "NotIn";

// ---------------------------------------------------------------------------------------------------------------
// mod

export interface Module {
  readonly node: "Module";
  readonly body: readonly Statement[];
  readonly type_ignores: readonly never[];
}
export interface Interactive {
  readonly node: "Interactive";
  readonly body: readonly Statement[];
}
export interface ExpressionModule {
  readonly node: "Expression";
  readonly body: Expression;
}
export interface FunctionType {
  readonly node: "FunctionType";
  readonly argtypes: readonly Expression[];
  readonly returns: Expression;
}
/** ASDL `mod`: what {@link parse} returns, by mode. */
export type ModuleNode = Module | Interactive | ExpressionModule | FunctionType;

// ---------------------------------------------------------------------------------------------------------------
// stmt

export interface FunctionDef extends Span {
  readonly node: "FunctionDef";
  readonly name: string;
  readonly args: Arguments;
  readonly body: readonly Statement[];
  readonly decorator_list: readonly Expression[];
  readonly returns: Expression | null;
  readonly type_comment: string | null;
  readonly type_params: readonly TypeParameter[];
}
export interface AsyncFunctionDef extends Span {
  readonly node: "AsyncFunctionDef";
  readonly name: string;
  readonly args: Arguments;
  readonly body: readonly Statement[];
  readonly decorator_list: readonly Expression[];
  readonly returns: Expression | null;
  readonly type_comment: string | null;
  readonly type_params: readonly TypeParameter[];
}
export interface ClassDef extends Span {
  readonly node: "ClassDef";
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Statement[];
  readonly decorator_list: readonly Expression[];
  readonly type_params: readonly TypeParameter[];
}
export interface Return extends Span {
  readonly node: "Return";
  readonly value: Expression | null;
}
export interface Delete extends Span {
  readonly node: "Delete";
  readonly targets: readonly Expression[];
}
export interface Assign extends Span {
  readonly node: "Assign";
  readonly targets: readonly Expression[];
  readonly value: Expression;
  readonly type_comment: string | null;
}
export interface TypeAlias extends Span {
  readonly node: "TypeAlias";
  readonly name: Expression;
  readonly type_params: readonly TypeParameter[];
  readonly value: Expression;
}
export interface AugAssign extends Span {
  readonly node: "AugAssign";
  readonly target: Expression;
  readonly op: BinaryOperator;
  readonly value: Expression;
}
export interface AnnAssign extends Span {
  readonly node: "AnnAssign";
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
  /** 1 for a bare name without parentheses. */
  readonly simple: 0 | 1;
}
export interface For extends Span {
  readonly node: "For";
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
  readonly type_comment: string | null;
}
export interface AsyncFor extends Span {
  readonly node: "AsyncFor";
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
  readonly type_comment: string | null;
}
export interface While extends Span {
  readonly node: "While";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}
export interface If extends Span {
  readonly node: "If";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}
export interface With extends Span {
  readonly node: "With";
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
  readonly type_comment: string | null;
}
export interface AsyncWith extends Span {
  readonly node: "AsyncWith";
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
  readonly type_comment: string | null;
}
export interface Match extends Span {
  readonly node: "Match";
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}
export interface Raise extends Span {
  readonly node: "Raise";
  readonly exc: Expression | null;
  readonly cause: Expression | null;
}
export interface Try extends Span {
  readonly node: "Try";
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
}
export interface TryStar extends Span {
  readonly node: "TryStar";
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
}
export interface Assert extends Span {
  readonly node: "Assert";
  readonly test: Expression;
  readonly msg: Expression | null;
}
export interface Import extends Span {
  readonly node: "Import";
  readonly names: readonly Alias[];
}
export interface ImportFrom extends Span {
  readonly node: "ImportFrom";
  readonly module: string | null;
  readonly names: readonly Alias[];
  readonly level: number;
}
export interface Global extends Span {
  readonly node: "Global";
  readonly names: readonly string[];
}
export interface Nonlocal extends Span {
  readonly node: "Nonlocal";
  readonly names: readonly string[];
}
export interface ExpressionStatement extends Span {
  readonly node: "Expr";
  readonly value: Expression;
}
export interface Pass extends Span {
  readonly node: "Pass";
}
export interface Break extends Span {
  readonly node: "Break";
}
export interface Continue extends Span {
  readonly node: "Continue";
}
/** ASDL `stmt`. */
export type Statement =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExpressionStatement
  | Pass
  | Break
  | Continue;

// ---------------------------------------------------------------------------------------------------------------
// expr

export interface BoolOp extends Span {
  readonly node: "BoolOp";
  readonly op: BoolOperator;
  readonly values: readonly Expression[];
}
export interface NamedExpr extends Span {
  readonly node: "NamedExpr";
  readonly target: Expression;
  readonly value: Expression;
}
export interface BinOp extends Span {
  readonly node: "BinOp";
  readonly left: Expression;
  readonly op: BinaryOperator;
  readonly right: Expression;
}
export interface UnaryOp extends Span {
  readonly node: "UnaryOp";
  readonly op: UnaryOperator;
  readonly operand: Expression;
}
export interface Lambda extends Span {
  readonly node: "Lambda";
  readonly args: Arguments;
  readonly body: Expression;
}
export interface IfExp extends Span {
  readonly node: "IfExp";
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}
export interface Dict extends Span {
  readonly node: "Dict";
  /** `null` stands for a `**mapping` entry. */
  readonly keys: readonly (Expression | null)[];
  readonly values: readonly Expression[];
}
export interface SetDisplay extends Span {
  readonly node: "Set";
  readonly elts: readonly Expression[];
}
export interface ListComp extends Span {
  readonly node: "ListComp";
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface SetComp extends Span {
  readonly node: "SetComp";
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface DictComp extends Span {
  readonly node: "DictComp";
  readonly key: Expression;
  readonly value: Expression;
  readonly generators: readonly Comprehension[];
}
export interface GeneratorExp extends Span {
  readonly node: "GeneratorExp";
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface Await extends Span {
  readonly node: "Await";
  readonly value: Expression;
}
export interface Yield extends Span {
  readonly node: "Yield";
  readonly value: Expression | null;
}
export interface YieldFrom extends Span {
  readonly node: "YieldFrom";
  readonly value: Expression;
}
export interface Compare extends Span {
  readonly node: "Compare";
  readonly left: Expression;
  readonly ops: readonly ComparisonOperator[];
  readonly comparators: readonly Expression[];
}
export interface Call extends Span {
  readonly node: "Call";
  readonly func: Expression;
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}
export interface FormattedValue extends Span {
  readonly node: "FormattedValue";
  readonly value: Expression;
  /** -1 for none, else the code of `s`, `r` or `a`. */
  readonly conversion: number;
  readonly format_spec: Expression | null;
}
export interface Interpolation extends Span {
  readonly node: "Interpolation";
  readonly value: Expression;
  /** The source text of the expression. */
  readonly str: ConstantValue;
  /** -1 for none, else the code of `s`, `r` or `a`. */
  readonly conversion: number;
  readonly format_spec: Expression | null;
}
export interface JoinedStr extends Span {
  readonly node: "JoinedStr";
  readonly values: readonly Expression[];
}
export interface TemplateStr extends Span {
  readonly node: "TemplateStr";
  readonly values: readonly Expression[];
}
export interface Constant extends Span {
  readonly node: "Constant";
  readonly value: ConstantValue;
  readonly kind: "u" | null;
}
export interface Attribute extends Span {
  readonly node: "Attribute";
  readonly value: Expression;
  readonly attr: string;
  readonly ctx: ExpressionContext;
}
export interface Subscript extends Span {
  readonly node: "Subscript";
  readonly value: Expression;
  readonly slice: Expression;
  readonly ctx: ExpressionContext;
}
export interface Starred extends Span {
  readonly node: "Starred";
  readonly value: Expression;
  readonly ctx: ExpressionContext;
}
export interface Name extends Span {
  readonly node: "Name";
  readonly id: string;
  readonly ctx: ExpressionContext;
}
export interface ListDisplay extends Span {
  readonly node: "List";
  readonly elts: readonly Expression[];
  readonly ctx: ExpressionContext;
}
export interface Tuple extends Span {
  readonly node: "Tuple";
  readonly elts: readonly Expression[];
  readonly ctx: ExpressionContext;
}
export interface Slice extends Span {
  readonly node: "Slice";
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}
/** ASDL `expr`. */
export type Expression =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetDisplay
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | Interpolation
  | JoinedStr
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | ListDisplay
  | Tuple
  | Slice;

// ---------------------------------------------------------------------------------------------------------------
// pattern

export interface MatchValue extends Span {
  readonly node: "MatchValue";
  readonly value: Expression;
}
export interface MatchSingleton extends Span {
  readonly node: "MatchSingleton";
  readonly value: ConstantValue;
}
export interface MatchSequence extends Span {
  readonly node: "MatchSequence";
  readonly patterns: readonly Pattern[];
}
export interface MatchMapping extends Span {
  readonly node: "MatchMapping";
  readonly keys: readonly Expression[];
  readonly patterns: readonly Pattern[];
  readonly rest: string | null;
}
export interface MatchClass extends Span {
  readonly node: "MatchClass";
  readonly cls: Expression;
  readonly patterns: readonly Pattern[];
  readonly kwd_attrs: readonly string[];
  readonly kwd_patterns: readonly Pattern[];
}
export interface MatchStar extends Span {
  readonly node: "MatchStar";
  readonly name: string | null;
}
export interface MatchAs extends Span {
  readonly node: "MatchAs";
  readonly pattern: Pattern | null;
  readonly name: string | null;
}
export interface MatchOr extends Span {
  readonly node: "MatchOr";
  readonly patterns: readonly Pattern[];
}
/** ASDL `pattern`. */
export type Pattern =
  MatchValue | MatchSingleton | MatchSequence | MatchMapping | MatchClass | MatchStar | MatchAs | MatchOr;

// ---------------------------------------------------------------------------------------------------------------
// type_param and the helpers

export interface TypeVar extends Span {
  readonly node: "TypeVar";
  readonly name: string;
  readonly bound: Expression | null;
  readonly default_value: Expression | null;
}
export interface ParamSpec extends Span {
  readonly node: "ParamSpec";
  readonly name: string;
  readonly default_value: Expression | null;
}
export interface TypeVarTuple extends Span {
  readonly node: "TypeVarTuple";
  readonly name: string;
  readonly default_value: Expression | null;
}
/** ASDL `type_param`. */
export type TypeParameter = TypeVar | ParamSpec | TypeVarTuple;

export interface Comprehension {
  readonly node: "comprehension";
  readonly target: Expression;
  readonly iter: Expression;
  readonly ifs: readonly Expression[];
  readonly is_async: 0 | 1;
}
export interface ExceptHandler extends Span {
  readonly node: "ExceptHandler";
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}
export interface Arguments {
  readonly node: "arguments";
  readonly posonlyargs: readonly Argument[];
  readonly args: readonly Argument[];
  readonly vararg: Argument | null;
  readonly kwonlyargs: readonly Argument[];
  /** One per keyword-only parameter; `null` where there is no default. */
  readonly kw_defaults: readonly (Expression | null)[];
  readonly kwarg: Argument | null;
  /** Defaults of the last positional parameters. */
  readonly defaults: readonly Expression[];
}
export interface Argument extends Span {
  readonly node: "arg";
  readonly arg: string;
  readonly annotation: Expression | null;
  readonly type_comment: string | null;
}
export interface Keyword extends Span {
  readonly node: "keyword";
  /** `null` for `**mapping`. */
  readonly arg: string | null;
  readonly value: Expression;
}
export interface Alias extends Span {
  readonly node: "alias";
  readonly name: string;
  readonly asname: string | null;
}
export interface WithItem {
  readonly node: "withitem";
  readonly context_expr: Expression;
  readonly optional_vars: Expression | null;
}
export interface MatchCase {
  readonly node: "match_case";
  readonly pattern: Pattern;
  readonly guard: Expression | null;
  readonly body: readonly Statement[];
}

/** Any node of the tree. */
export type Node =
  | ModuleNode
  | Statement
  | Expression
  | Pattern
  | TypeParameter
  | Comprehension
  | ExceptHandler
  | Arguments
  | Argument
  | Keyword
  | Alias
  | WithItem
  | MatchCase;

/** The names of all node classes. */
export type NodeName = Node["node"];

/** The node class of a name: `NodeOf<"BinOp">` is {@link BinOp}. */
export type NodeOf<Name extends NodeName> = Extract<Node, { readonly node: Name }>;
