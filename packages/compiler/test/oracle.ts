// Real CPython 3.14 (the npm package pyodide), asked to compile: code objects as data, or the error.

import { loadPyodide } from "pyodide";

/** A code object as CPython describes it. */
export interface OracleCode {
  readonly name: string;
  readonly qualname: string;
  readonly firstlineno: number;
  readonly flags: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly stacksize: number;
  readonly names: readonly string[];
  readonly varnames: readonly string[];
  readonly cellvars: readonly string[];
  readonly freevars: readonly string[];
  /** One byte per fast local. */
  readonly kinds: string;
  /** `repr`s; nested code objects are `<code>`. */
  readonly consts: readonly string[];
  readonly code: string;
  readonly exceptiontable: string;
  readonly linetable: string;
  readonly dis?: string;
}

/** What became of a source. */
export interface OracleResult {
  /** The module's code object and, depth first, those in it. */
  readonly codes?: readonly OracleCode[];
  readonly error?: readonly [
    type: string,
    message: string,
    line: number,
    offset: number,
    endLine: number,
    endOffset: number,
  ];
  readonly warnings: readonly (readonly [message: string, line: number])[];
}

/** One compilation. */
export interface OracleRequest {
  readonly source: string;
  readonly mode?: "exec" | "eval" | "single";
  readonly optimize?: 0 | 1 | 2;
  readonly dis?: boolean;
}

const program = `
import json, types, warnings, dis, io, struct, marshal

def bits(value):
    return struct.pack(">d", value).hex()

def const(value):
    if isinstance(value, types.CodeType):
        return "<code>"
    if isinstance(value, frozenset):
        return "frozenset({" + ", ".join(sorted(map(const, value))) + "})"
    if isinstance(value, tuple):
        return "(" + "".join(const(item) + "," for item in value) + ")"
    if isinstance(value, slice):
        return f"slice({const(value.start)}, {const(value.stop)}, {const(value.step)})"
    if isinstance(value, float):
        return "float:" + bits(value)
    if isinstance(value, complex):
        return f"complex({bits(value.real)}, {bits(value.imag)})"
    if isinstance(value, bytes):
        return "bytes:" + value.hex()
    if isinstance(value, str):
        return "str:" + ",".join(str(ord(c)) for c in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return "int:" + hex(value)
    return repr(value)

def kinds(code):
    """Kinds of the fast locals, from the marshalled form: it alone has those of names that occur twice."""
    data = marshal.dumps(code)
    at = 0
    refs = []
    def take(count):
        nonlocal at
        at += count
        return data[at - count:at]
    def number():
        return int.from_bytes(take(4), "little", signed=True)
    def read():
        tag = take(1)[0]
        slot = len(refs)
        if tag & 0x80:
            refs.append(None)
        value = body(chr(tag & 0x7f))
        if tag & 0x80:
            refs[slot] = value
        return value
    def body(tag):
        if tag in "NTF.S0": return None
        if tag == "i": return take(4)
        if tag == "l": return take(2 * abs(number()))
        if tag == "g": return take(8)
        if tag == "y": return take(16)
        if tag in "suatA": return take(number())
        if tag in "zZ": return take(take(1)[0])
        if tag == "r": return refs[number()]
        if tag == ":": return [read() for item in range(3)]
        if tag == ")": return [read() for item in range(take(1)[0])]
        if tag in "(<>[": return [read() for item in range(number())]
        if tag != "c": raise ValueError(tag)
        take(20)
        parts = [read() for part in range(8)]
        take(4)
        parts += [read() for part in range(2)]
        return parts[4]
    return read().hex()

def describe(code, show):
    result = dict(
        name=code.co_name, qualname=code.co_qualname, firstlineno=code.co_firstlineno, flags=code.co_flags,
        argcount=code.co_argcount, posonlyargcount=code.co_posonlyargcount, kwonlyargcount=code.co_kwonlyargcount,
        stacksize=code.co_stacksize, names=code.co_names, varnames=code.co_varnames, cellvars=code.co_cellvars,
        freevars=code.co_freevars, kinds=kinds(code), consts=[const(value) for value in code.co_consts], code=code.co_code.hex(),
        exceptiontable=code.co_exceptiontable.hex(), linetable=code.co_linetable.hex())
    if show:
        text = io.StringIO()
        dis.dis(code, depth=0, file=text)
        result["dis"] = text.getvalue()
    return result

def walk(code, show):
    yield describe(code, show)
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            yield from walk(value, show)

def answer(request):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            code = compile(request["source"], "<string>", request.get("mode", "exec"), dont_inherit=True,
                           optimize=request.get("optimize", 0))
            result = dict(codes=list(walk(code, request.get("dis", False))))
        except SyntaxError as error:
            result = dict(error=[type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno,
                                 error.end_offset])
        except Exception as error:
            result = dict(error=[type(error).__name__, str(error), 0, 0, 0, 0])
    result["warnings"] = [(str(each.message), each.lineno) for each in caught]
    return result

def answers(requests):
    return json.dumps([answer(request) for request in json.loads(requests)])
answers
`;

/** A running CPython. Loading takes seconds: ask for many things at once. */
export interface Oracle {
  readonly ask: (requests: readonly OracleRequest[]) => readonly OracleResult[];
  readonly run: (python: string) => unknown;
}

let shared: Promise<Oracle> | undefined;

/** One CPython for all tests of a worker. */
export function loadOracle(): Promise<Oracle> {
  return (shared ??= load());
}

async function load(): Promise<Oracle> {
  const pyodide = await loadPyodide();
  const answers = pyodide.runPython(program) as (requests: string) => string;
  return {
    ask: (requests) => JSON.parse(answers(JSON.stringify(requests))) as OracleResult[],
    run: (python) => pyodide.runPython(python) as unknown,
  };
}
