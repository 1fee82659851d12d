# The hashes of hashlib: values of many lengths, in pieces, copies, parameters, refusals.
import hashlib
import hmac
import io
import uuid

names = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s"]
print(sorted(hashlib.algorithms_guaranteed), sorted(hashlib.algorithms_available))
data = bytes(i * 7 % 256 for i in range(1000))
for name in names:
    h = hashlib.new(name)
    print(name, h.name, h.block_size, h.digest_size, type(h).__name__, type(h).__module__, h.hexdigest())
    total = hashlib.new(name)
    for size in (0, 1, 3, 55, 56, 63, 64, 65, 71, 72, 103, 104, 111, 112, 127, 128, 129, 135, 136, 143, 144, 300):
        h.update(data[:size])
        total.update(memoryview(data)[size:size + 1])
        print(size, h.hexdigest()[:16], getattr(hashlib, name)(data[:size]).hexdigest()[-16:])
    copy = h.copy()
    copy.update(b"x")
    print(copy.digest() == h.digest(), copy.digest_size, total.hexdigest(), hashlib.new(name, bytearray(b"abc"), usedforsecurity=False).digest())
    print(hmac.new(b"key", b"message", name).hexdigest(), hmac.digest(b"k" * 200, b"m", name))
for name in ("shake_128", "shake_256"):
    h = hashlib.new(name, b"abc")
    print(h.name, h.block_size, h.digest_size, h.hexdigest(5), h.digest(0), h.hexdigest(200), h.digest(length=3), h.copy().hexdigest(3))
    for bad in (-1, 2**29, "x"):
        try: h.digest(bad)
        except Exception as error: print(type(error).__name__, error)
s = hashlib.sha3_256()
print(s._capacity_bits, s._rate_bits, s._suffix)
def refuse(function, *args, **keywords):
    try: print("fine", function(*args, **keywords).hexdigest()[:8])
    except Exception as error: print(type(error).__name__, error)
for name in names:
    refuse(getattr(hashlib, name), "text")
    refuse(getattr(hashlib, name), 5)
    refuse(getattr(hashlib, name), data=b"1", string=b"2")
    refuse(getattr(hashlib, name), data=b"1")
    # All of sha3 call themselves sha3_224 here.
    if not name.startswith("sha3"):
        refuse(getattr(hashlib, name), b"1", b"2")
        refuse(getattr(hashlib, name), nope=1)
    try: getattr(hashlib, name)().update("x")
    except Exception as error: print(type(error).__name__, error)
refuse(type(hashlib.md5()))
refuse(type(hashlib.sha3_256()), b"x")
refuse(hashlib.new, "nope")
for make, size in ((hashlib.blake2b, 64), (hashlib.blake2s, 32)):
    print(make.SALT_SIZE, make.PERSON_SIZE, make.MAX_KEY_SIZE, make.MAX_DIGEST_SIZE, make)
    refuse(make, b"data", digest_size=20, key=b"secret", salt=b"salt", person=b"me")
    refuse(make, b"data", key=b"k" * size)
    refuse(make, b"d" * 300, key=b"k" * size, fanout=2, depth=3, leaf_size=4096, node_offset=5, node_depth=1, inner_size=16, last_node=True)
    refuse(make, b"d" * 300, last_node=True)
    refuse(make, b"", fanout=0, depth=255, leaf_size=2**32 - 1, node_offset=2**48 - 1, node_depth=255, inner_size=size)
    for keywords in ({"digest_size": 0}, {"digest_size": size + 1}, {"digest_size": -1}, {"key": b"k" * (size + 1)}, {"salt": b"s" * 17}, {"person": b"s" * 17},
                     {"fanout": -1}, {"fanout": 256}, {"depth": 0}, {"depth": 256}, {"leaf_size": -1}, {"node_offset": -1}, {"node_offset": 2**48},
                     {"node_offset": 2**64}, {"node_depth": 256}, {"node_depth": -1}, {"inner_size": size + 1}, {"inner_size": -1}, {"key": "x"}, {"salt": "x"}, {"digest_size": "x"}):
        print(keywords, end=" ")
        refuse(make, b"", **keywords)
    h = make(b"abc", digest_size=7, key=b"k")
    print(h.digest_size, h.copy().hexdigest(), h.copy().digest_size, h.name)
    try: type("Sub", (make,), {})
    except TypeError as error: print(error)
print(hashlib.file_digest(io.BytesIO(data), "sha256").hexdigest(), hashlib.file_digest(io.BytesIO(data), hashlib.md5).hexdigest())
print(uuid.uuid3(uuid.NAMESPACE_DNS, "example.org"), uuid.uuid5(uuid.NAMESPACE_URL, "http://example.org/"))
print(hmac.compare_digest(b"a", b"a"), hmac.new(b"k", digestmod="md5").name)
big = hashlib.sha512(b"0123456789" * 100000)
print(big.hexdigest()[:20], hashlib.md5(b"0123456789" * 100000).hexdigest())
