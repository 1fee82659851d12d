/// CPython's pure-Python standard library, packed for tjit.
export {};
