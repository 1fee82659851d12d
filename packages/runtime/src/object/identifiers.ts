// Names that the runtime itself looks up: interned once per machine, compared by address.

const identifiers = [
  "__abs__", "__add__", "__aenter__", "__aexit__", "__aiter__", "__and__", "__anext__", "__annotate__", "__annotate_func__", "__annotations_cache__", "__annotations__", "__await__",
  "__bases__", "__bool__", "__build_class__", "__builtins__", "__bytes__", "__call__", "__cause__", "__ceil__", "__class__", "__class_getitem__",
  "__classcell__", "__classdict__", "__classdictcell__", "__closure__", "__code__", "__complex__", "__contains__", "__context__", "__defaults__",
  "__del__", "__delattr__", "__delete__", "__delitem__", "__dict__", "__dir__", "__divmod__", "__doc__", "__enter__", "__eq__", "__exit__",
  "__file__", "__firstlineno__", "__float__", "__floor__", "__floordiv__", "__format__", "__func__", "__ge__", "__get__", "__getattr__",
  "__getattribute__", "__getitem__", "__getnewargs__", "__getnewargs_ex__", "__getstate__", "__globals__", "__gt__", "__hash__", "__iadd__",
  "__iand__", "__ifloordiv__", "__ilshift__", "__imatmul__", "__imod__", "__import__", "__imul__", "__index__", "__init__", "__init_subclass__",
  "__instancecheck__", "__int__", "__invert__", "__ior__", "__ipow__", "__irshift__", "__isub__", "__iter__", "__itruediv__", "__ixor__",
  "__kwdefaults__", "__le__", "__len__", "__length_hint__", "__lshift__", "__lt__", "__main__", "__match_args__", "__matmul__", "__missing__",
  "__mod__", "__module__", "__mro__", "__mro_entries__", "__mul__", "__name__", "__ne__", "__neg__", "__new__", "__next__", "__notes__",
  "__objclass__", "__or__", "__orig_bases__", "__orig_class__", "__package__", "__path__", "__pos__", "__pow__", "__prepare__", "__qualname__",
  "__radd__", "__rand__", "__rdivmod__", "__reduce__", "__reduce_ex__", "__repr__", "__reversed__", "__rfloordiv__", "__rlshift__",
  "__rmatmul__", "__rmod__", "__rmul__", "__ror__", "__round__", "__rpow__", "__rrshift__", "__rshift__", "__rsub__", "__rtruediv__",
  "__rxor__", "__self__", "__set__", "__set_name__", "__setattr__", "__setitem__", "__sizeof__", "__slots__", "__static_attributes__",
  "__str__", "__sub__", "__subclasscheck__", "__subclasses__", "__subclasshook__", "__suppress_context__", "__traceback__", "__truediv__",
  "__trunc__", "__type_params__", "__weakref__", "__wrapped__", "__xor__", "__isabstractmethod__", "__abstractmethods__", "__loader__", "__spec__",
  "args", "builtins", "close", "code", "copy", "default", "end", "errno", "extend", "file", "filename", "flush", "get", "getter", "items", "join",
  "key", "keys", "metaclass", "msg", "name", "name_from", "obj", "path", "print_file_and_line", "reason", "reverse", "send", "sep", "setter", "sort",
  "stdout", "stderr", "strict", "sys", "throw", "update", "value", "values", "write", "lineno", "offset", "text", "end_lineno", "end_offset", "characters_written",
  "strerror", "filename2", "deleter", "derive", "split", "fget", "fset", "fdel", "doc", "exceptions", "message", "add_note", "__cached__", "__all__", "_", "append", "self",
  "encoding", "decode", "object", "start", "readline", "isatty", "__typing_subst__", "__parameters__", "__typing_unpacked_tuple_args__", "__buffer__", "__release_buffer__",
  "closed", "seek", "tell", "seekable", "readable", "writable", "fileno", "truncate", "read", "read1", "readinto", "readall", "peek", "detach", "getvalue",
  "reset", "getstate", "setstate", "mode", "raw", "__setstate__",
] as const;

/** A name with a pre-made string. */
export type Identifier = (typeof identifiers)[number];

/** Every identifier. */
export function allIdentifiers(): readonly Identifier[] {
  return identifiers;
}
