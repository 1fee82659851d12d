import _sha2 as hashlib
for name in ["sha224", "sha256", "sha384", "sha512"]:
    h = getattr(hashlib, name)()
    print(name, h.name, h.block_size, h.digest_size, h.hexdigest())
    for n in (1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 300):
        h.update(bytes(i % 251 for i in range(n)))
        print(n, h.hexdigest())
    c = h.copy(); c.update(b"x"); print(c.digest() != h.digest(), getattr(hashlib, name)(b"abc").hexdigest())
try: hashlib.sha256("x")
except TypeError as e: print(e)
