// The module `_contextvars`: variables whose values belong to a context.
//
// Contexts are host maps from variables to values. One is current; `Context.run` makes another so for the time of a call.

import {
  type BuiltinSpecification,
  Compare,
  HostObject,
  LayoutKind,
  None,
  NotImplemented,
  type Runtime,
  addressText,
  builtinFunction,
  callTuple,
  decref,
  defineType,
  getIter,
  getset,
  hostPayload,
  isStr,
  listOf,
  method,
  newGenericAlias,
  newHostObject,
  newModule,
  newRef,
  newStr,
  notConstructible,
  pyBool,
  reprText,
  richCompareBool,
  setError,
  setErrorObject,
  strValue,
  tupleItem,
  tupleLength,
  tupleOf,
  tupleSlice,
  typeOf,
  unhashable,
  xdecref,
} from "@tjit/runtime/api";

/** Values by variable; references are owned. */
type Values = Map<number, number>;

interface ContextPayload {
  readonly values: Values;
  isEntered: boolean;
}

interface VariablePayload {
  /** Owned. */
  name: number;
  /** Owned, or 0. */
  fallback: number;
}

interface TokenPayload {
  /** Owned, as the others. */
  variable: number;
  context: number;
  /** 0: there was none. */
  old: number;
  isUsed: boolean;
}

const contextOf = (rt: Runtime, self: number): ContextPayload => hostPayload(rt, self) as ContextPayload;
const variableOf = (rt: Runtime, self: number): VariablePayload => hostPayload(rt, self) as VariablePayload;
const tokenOf = (rt: Runtime, self: number): TokenPayload => hostPayload(rt, self) as TokenPayload;

/** The module in one machine. */
class ContextModule {
  context = 0;
  variable = 0;
  token = 0;
  missing = 0;
  /** The current context, owned; made when first needed. */
  #current = 0;

  newContext(rt: Runtime, source: Values): number {
    const values: Values = new Map();
    for (const [key, value] of source) values.set(newRef(rt, key), newRef(rt, value));
    const payload: ContextPayload = { values, isEntered: false };
    return newHostObject(rt, this.context, payload);
  }

  /** The current context, borrowed. */
  current(rt: Runtime): number {
    if (this.#current === 0) {
      this.#current = this.newContext(rt, new Map());
      contextOf(rt, this.#current).isEntered = true;
    }
    return this.#current;
  }

  run(rt: Runtime, self: number, args: number, kwargs: number): number {
    const count = tupleLength(rt, args);
    if (count === 0) {
      return setError(rt, rt.types.TypeError, "run() missing 1 required positional argument");
    }
    const payload = contextOf(rt, self);
    if (payload.isEntered) {
      const text = reprText(rt, self);
      if (text === null) return 0;
      return setError(rt, rt.types.RuntimeError, `cannot enter context: ${text} is already entered`);
    }
    const previous = newRef(rt, this.current(rt));
    const held = newRef(rt, self);
    payload.isEntered = true;
    decref(rt, this.#current);
    this.#current = newRef(rt, held);
    const rest = tupleSlice(rt, args, 1, count);
    const result = callTuple(rt, tupleItem(rt, args, 0), rest, kwargs);
    decref(rt, rest);
    payload.isEntered = false;
    decref(rt, this.#current);
    this.#current = previous;
    decref(rt, held);
    return result;
  }

  get(rt: Runtime, self: number, fallback: number): number {
    const value = contextOf(rt, this.current(rt)).values.get(self) ?? 0;
    const found = value || fallback || variableOf(rt, self).fallback;
    return found === 0 ? setErrorObject(rt, rt.types.LookupError, self) : newRef(rt, found);
  }

  set(rt: Runtime, self: number, value: number): number {
    const context = this.current(rt);
    const old = store(rt, contextOf(rt, context).values, self, newRef(rt, value));
    const payload: TokenPayload = { variable: newRef(rt, self), context: newRef(rt, context), old, isUsed: false };
    return newHostObject(rt, this.token, payload);
  }

  reset(rt: Runtime, self: number, token: number): number {
    if (typeOf(rt, token) !== this.token) {
      const text = reprText(rt, token);
      return text === null ? 0 : setError(rt, rt.types.TypeError, `expected an instance of Token, got ${text}`);
    }
    const payload = tokenOf(rt, token);
    const problem = payload.isUsed
      ? "has already been used once"
      : payload.variable !== self
        ? "was created by a different ContextVar"
        : payload.context !== this.current(rt)
          ? "was created in a different Context"
          : "";
    if (problem !== "") {
      const text = reprText(rt, token);
      if (text === null) return 0;
      return setError(rt, payload.isUsed ? rt.types.RuntimeError : rt.types.ValueError, `${text} ${problem}`);
    }
    payload.isUsed = true;
    const { values } = contextOf(rt, payload.context);
    xdecref(rt, store(rt, values, self, payload.old === 0 ? 0 : newRef(rt, payload.old)));
    return None;
  }

  /** A key of a context; false with TypeError set if it is no variable. */
  isVariable(rt: Runtime, key: number): boolean {
    if (typeOf(rt, key) === this.variable) return true;
    const text = reprText(rt, key);
    if (text !== null) setError(rt, rt.types.TypeError, `a ContextVar key was expected, got ${text}`);
    return false;
  }
}

/** Stores a stolen value, or removes it for 0; returns the old one, owned, or 0. */
function store(rt: Runtime, values: Values, key: number, value: number): number {
  const old = values.get(key) ?? 0;
  if (value === 0) {
    if (values.delete(key)) decref(rt, key);
  } else {
    if (old === 0) newRef(rt, key);
    values.set(key, value);
  }
  return old;
}

function variableText(rt: Runtime, self: number): string | null {
  const { name, fallback } = variableOf(rt, self);
  const shown = reprText(rt, name);
  const value = fallback === 0 ? "" : reprText(rt, fallback);
  if (shown === null || value === null) return null;
  return `<ContextVar name=${shown}${fallback === 0 ? "" : ` default=${value}`} at ${addressText(self)}>`;
}

function tokenText(rt: Runtime, self: number): string | null {
  const { variable, isUsed } = tokenOf(rt, self);
  const text = reprText(rt, variable);
  return text === null ? null : `<Token${isUsed ? " used" : ""} var=${text} at ${addressText(self)}>`;
}

function textObject(rt: Runtime, text: string | null): number {
  return text === null ? 0 : newStr(rt, text);
}

function defineContext(rt: Runtime, module: ContextModule): number {
  const listed = (rt_: Runtime, self: number, items: (values: Values) => number[]): number => {
    const list = listOf(rt_, items(contextOf(rt_, self).values));
    const iterator = getIter(rt_, list);
    decref(rt_, list);
    return iterator;
  };
  const iterating = (items: (rt: Runtime, values: Values) => number[]): BuiltinSpecification =>
    method("($self, /)", (rt_, self) => listed(rt_, self, (values) => items(rt_, values)));
  return defineType(rt, {
    name: "Context",
    module: "_contextvars",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, /, *args, **kwargs)", (rt_, _type, args, kwargs) =>
      tupleLength(rt_, args) > 0 || kwargs !== 0
        ? setError(rt_, rt_.types.TypeError, "Context() does not accept any arguments")
        : module.newContext(rt_, new Map()),
    ),
    methods: {
      run: method("($self, /, *args, **kwargs)", (rt_, self, args, kwargs) => module.run(rt_, self, args, kwargs)),
      copy: method("($self, /)", (rt_, self) => module.newContext(rt_, contextOf(rt_, self).values)),
      get: method("($self, key, default=None, /)", (rt_, self, key, fallback) => {
        if (!module.isVariable(rt_, key)) return 0;
        return newRef(rt_, contextOf(rt_, self).values.get(key) ?? (fallback || None));
      }),
      keys: iterating((rt_, values) => Array.from(values.keys(), (it) => newRef(rt_, it))),
      values: iterating((rt_, values) => Array.from(values.values(), (it) => newRef(rt_, it))),
      items: iterating((rt_, values) =>
        Array.from(values, ([key, it]) => tupleOf(rt_, newRef(rt_, key), newRef(rt_, it))),
      ),
    },
    slots: {
      hash: unhashable,
      richcompare: (rt_, left, right, operator) => {
        const isEquality = operator === Compare.EQ || operator === Compare.NE;
        if (!isEquality || typeOf(rt_, right) !== module.context) return NotImplemented;
        const a = contextOf(rt_, left).values;
        const b = contextOf(rt_, right).values;
        let equal = a.size === b.size ? 1 : 0;
        for (const [key, value] of a) {
          const other = b.get(key);
          if (equal === 1) equal = other === undefined ? 0 : richCompareBool(rt_, value, other, Compare.EQ);
        }
        return equal < 0 ? 0 : pyBool((equal === 1) === (operator === Compare.EQ));
      },
      iter: (rt_, self) => listed(rt_, self, (values) => Array.from(values.keys(), (it) => newRef(rt_, it))),
      length: (rt_, self) => contextOf(rt_, self).values.size,
      contains: (rt_, self, key) => (module.isVariable(rt_, key) ? Number(contextOf(rt_, self).values.has(key)) : -1),
      getitem: (rt_, self, key) => {
        if (!module.isVariable(rt_, key)) return 0;
        const value = contextOf(rt_, self).values.get(key);
        return value === undefined ? setErrorObject(rt_, rt_.types.KeyError, key) : newRef(rt_, value);
      },
      clear: (rt_, self) => {
        const { values } = contextOf(rt_, self);
        const all = [...values].flat();
        values.clear();
        for (const it of all) decref(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        for (const it of [...contextOf(rt_, self).values].flat()) visit(it);
      },
    },
  });
}

function defineVariable(rt: Runtime, module: ContextModule): number {
  return defineType(rt, {
    name: "ContextVar",
    module: "_contextvars",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, name, /, *, default=<unrepresentable>)", (rt_, type, name, fallback) => {
      if (!isStr(rt_, name)) return setError(rt_, rt_.types.TypeError, "context variable name must be a str");
      const payload: VariablePayload = {
        name: newRef(rt_, name),
        fallback: fallback === 0 ? 0 : newRef(rt_, fallback),
      };
      return newHostObject(rt_, type, payload);
    }),
    methods: {
      get: method("($self, default=<unrepresentable>, /)", (rt_, self, fallback) => module.get(rt_, self, fallback)),
      set: method("($self, value, /)", (rt_, self, value) => module.set(rt_, self, value)),
      reset: method("($self, token, /)", (rt_, self, token) => module.reset(rt_, self, token)),
    },
    classMethods: { __class_getitem__: method("($type, object, /)", newGenericAlias) },
    getset: { name: getset((rt_, self) => newStr(rt_, strValue(rt_, variableOf(rt_, self).name)), readOnly) },
    slots: {
      repr: (rt_, self) => textObject(rt_, variableText(rt_, self)),
      clear: (rt_, self) => {
        const payload = variableOf(rt_, self);
        const { name, fallback } = payload;
        payload.name = payload.fallback = 0;
        xdecref(rt_, name);
        xdecref(rt_, fallback);
      },
      traverse: (rt_, self, visit) => {
        visit(variableOf(rt_, self).fallback);
      },
    },
  });
}

function readOnly(rt: Runtime): number {
  setError(rt, rt.types.AttributeError, "readonly attribute");
  return -1;
}

function defineToken(rt: Runtime, module: ContextModule): number {
  return defineType(rt, {
    name: "Token",
    module: "_contextvars",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, /, *args, **kwargs)", (rt_) =>
      setError(rt_, rt_.types.RuntimeError, "Tokens can only be created by ContextVars"),
    ),
    methods: {
      __enter__: method("($self, /)", newRef),
      __exit__: method("($self, type, value, traceback, /)", (rt_, self) =>
        module.reset(rt_, tokenOf(rt_, self).variable, self),
      ),
    },
    classMethods: { __class_getitem__: method("($type, object, /)", newGenericAlias) },
    getset: {
      var: getset((rt_, self) => newRef(rt_, tokenOf(rt_, self).variable)),
      old_value: getset((rt_, self) => newRef(rt_, tokenOf(rt_, self).old || module.missing)),
    },
    attributes: { MISSING: newRef(rt, module.missing) },
    slots: {
      repr: (rt_, self) => textObject(rt_, tokenText(rt_, self)),
      hash: unhashable,
      clear: (rt_, self) => {
        const payload = tokenOf(rt_, self);
        const { variable, context, old } = payload;
        payload.variable = payload.context = payload.old = 0;
        for (const it of [variable, context, old]) xdecref(rt_, it);
      },
      traverse: (rt_, self, visit) => {
        const { variable, context, old } = tokenOf(rt_, self);
        for (const it of [variable, context, old]) visit(it);
      },
    },
  });
}

/** Makes the module. */
export function newContextvarsModule(rt: Runtime): number {
  const module = new ContextModule();
  const missing = defineType(rt, {
    name: "MISSING",
    module: "Token",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: notConstructible("Token.MISSING"),
    slots: { repr: (rt_) => newStr(rt_, "<Token.MISSING>") },
  });
  module.missing = newHostObject(rt, missing, null);
  module.context = defineContext(rt, module);
  module.variable = defineVariable(rt, module);
  module.token = defineToken(rt, module);
  return newModule(
    rt,
    "_contextvars",
    {
      copy_context: builtinFunction("()", (rt_) => module.newContext(rt_, contextOf(rt_, module.current(rt_)).values)),
    },
    {
      Context: newRef(rt, module.context),
      ContextVar: newRef(rt, module.variable),
      Token: newRef(rt, module.token),
    },
  );
}
