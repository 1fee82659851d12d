import tokenize, io
def show(src):
    print("---", ascii(src))
    try:
        for t in tokenize.generate_tokens(io.StringIO(src).readline):
            print(tokenize.tok_name[t.type], tokenize.tok_name[t.exact_type], ascii(t.string), t.start, t.end, ascii(t.line))
    except (tokenize.TokenError, SyntaxError) as e: print(type(e).__name__, e, e.args)
for s in ["x = 1\n", "x = 1", "", "\n", "# c\n", "# c", "if x:\n    y = 2 # c\n\n    z\nw\n", "def f(a,\n   b): # q\n  return '''a\nb''' + \"c\"\n",
  "f'a{x!r:>{w}}b{{c}}' rb'x'\n", "f'''a\n{x\n}'''\n", "a = 0x1F + 1_000.5e-3j ** .5 // 1. @ b -> c := ... != <> ~\n", "if 1:\n  a\n  if 2:\n\tb\nc", "é = 'ü'\n", "x = (1,\n\n  # in\n  2)\n", "a \\\n  + b\n", "x = 'abc\n", "x = '''abc\n", "(1, 2\n", "if 1:\n    a\n  b\n", "f'{a:b}' f\"{x=}\" t'q{1}'\n", "x = 1;  y\r\nz\r\n", "$\n", "async def f(): await x\n", "class A:\n    pass\n\n\n\n", "    \n  # x\ny\n"]:
    show(s)
print(list(tokenize.tokenize(io.BytesIO("# -*- coding: latin-1 -*-\nx='é'\n".encode("latin-1")).readline))[:3])
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO("if x:\n    y = 2 # c\n").readline)))
print(tokenize.detect_encoding(io.BytesIO(b"# coding: cp1252\n").readline))


# Numbers that go on where they cannot, names that ask for nothing, brackets that stay open.
def scan(text):
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            print(tokenize.tok_name[token.type], ascii(token.string), token.start, token.end)
    except tokenize.TokenError as error:
        print(error)


for text in "0b12 0b 0b_ 0b2 0b1_ 0b1_2 0o8 0o78 0o 0o7_ 0xg 0x 0x1_ 0x_1 0xfg 1_ 1__0 1.5_ 1._5 1e+ 1e 1e5_ 1_j 0_ 0e-".split():
    scan(text)
for text in "€ é€a a·b ² ( (1, [\n {#".split(" "):
    scan(text)
