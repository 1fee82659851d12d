// The names of the modules, for those that load each when it is imported.

const names = [
  "_abc",
  "_ast",
  "_bisect",
  "_codecs",
  "_contextvars",
  "_csv",
  "_functools",
  "_heapq",
  "marshal",
