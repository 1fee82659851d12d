// What functions, types, methods and attributes are for, a sentence each. `=` names the types (or modules) that the lines below it belong to.

/** One a line: the name, a space, the sentence. */
export const sentences = `
__import__ Imports a module by name, as the import statement does.
abs The distance of a number from zero.
aiter An asynchronous iterator over an asynchronous iterable.
all Whether every item is true; true for no items.
anext The next item of an asynchronous iterator, to be awaited.
any Whether some item is true; false for no items.
ascii The repr of an object with everything but ASCII escaped.
bin An integer in base two, behind "0b".
breakpoint Stops in the debugger, through sys.breakpointhook().
callable Whether an object can be called; calling it may still fail.
chr The character of a code point.
compile Makes code of source text or a syntax tree, for exec() or eval().
delattr Removes an attribute by name.
dir The names that an object, or the current scope, knows; sorted.
divmod Quotient and remainder of a floor division, as a pair.
eval The value of an expression, given as text or code.
exec Runs statements, given as text or code.
format The text of a value in a format.
getattr An attribute by name, or the default when there is none and one is given.
globals The namespace of the current module.
hasattr Whether getting an attribute by name succeeds.
hash The hash of an object: equal for objects that are equal.
hex An integer in base sixteen, behind "0x".
id A number that no other living object has.
input A line from the standard input, after a prompt.
isinstance Whether an object is an instance of a class, or of one of several.
issubclass Whether a class derives from another, or from one of several.
iter An iterator over an object, or one that calls a function until it gives the sentinel.
len How many items a container has.
locals The variables of the current scope.
max The largest item, or the largest of several arguments.
min The smallest item, or the smallest of several arguments.
next The next item of an iterator, or the default at its end when one is given.
oct An integer in base eight, behind "0o".
open Opens a file and gives a stream for it.
ord The code point of a character.
pow A power; with a modulus, its remainder.
print Writes values to a stream, with separators and an end.
repr The text that shows an object, if possible as one would write it.
round A number rounded to so many digits, halves to even.
setattr Sets an attribute by name.
sorted A new list of the items, in order.
sum The start value plus all items.
vars The namespace of an object, or the variables of the current scope.
__build_class__ What the class statement calls.
bool A truth value: True or False.
bytearray A sequence of bytes that can be changed.
bytes A sequence of bytes that cannot be changed.
classmethod Makes a function a method that gets the class.
complex A complex number, of a real and an imaginary part, or from text.
dict A mapping, from pairs, another mapping or keywords.
enumerate Pairs of a number and an item, the number counting up.
filter The items for which a function is true.
float A number of double precision, from a number or from text.
frozenset A set that cannot be changed.
int An integer, from a number or from text in some base.
list A sequence that can be changed, of the items of an iterable.
map What a function gives for the items of iterables, taken together.
memoryview A view of the bytes of another object, without copying them.
object The class that all others derive from.
property An attribute that functions get, set and delete.
range Numbers from start to stop, by step.
reversed The items of a sequence from its end.
set Distinct items, without order.
slice A start, a stop and a step, as in a subscript with colons.
staticmethod Makes a function a method that gets neither instance nor class.
str Text: what an object shows as, or bytes decoded.
super The next class behind the current one, for calling its methods.
tuple A sequence that cannot be changed, of the items of an iterable.
type The type of an object; with three arguments, a new class.
zip Tuples of the items of several iterables, taken together.
function A function defined in Python.
method A function bound to an instance.
builtin_function_or_method A function of the machine, perhaps bound to an object.
module A namespace that is imported by name.
code What a function or a module compiles to.
cell A variable that functions share.
mappingproxy A view of a mapping that cannot be changed through it.
NoneType The type of None.
NotImplementedType The type of NotImplemented.
ellipsis The type of Ellipsis.
traceback Where an exception passed, from the outside in.
frame A running call of Python code.
BaseException The class that all exceptions derive from.
Exception The class of exceptions that are not about ending the program.
ArithmeticError The class of errors of arithmetic.
AssertionError An assertion did not hold.
AttributeError There is no such attribute.
BaseExceptionGroup Several exceptions as one, of any kind.
BlockingIOError An operation would have to wait.
BrokenPipeError Nobody reads the other end.
BufferError An operation on a buffer is not possible.
BytesWarning Warnings of bytes that are mixed with str.
ChildProcessError An operation on a child process failed.
ConnectionAbortedError The connection was given up.
ConnectionError The class of errors of connections.
ConnectionRefusedError The peer did not accept the connection.
ConnectionResetError The peer ended the connection.
DeprecationWarning Warnings of what will go away, for developers.
EOFError The input ended.
EncodingWarning Warnings of encodings that depend on the system.
EnvironmentError Another name of OSError.
ExceptionGroup Several exceptions as one.
FileExistsError There is a file already.
FileNotFoundError There is no such file.
FloatingPointError A floating-point operation failed.
FutureWarning Warnings of what will change, for users.
GeneratorExit A generator or coroutine is being closed.
IOError Another name of OSError.
ImportError A module cannot be imported, or lacks a name.
ImportWarning Warnings of probable mistakes with imports.
IndentationError The indentation of a line is wrong.
IndexError The index of a sequence is out of range.
InterruptedError A signal interrupted a system call.
IsADirectoryError The file is a folder.
KeyError There is no such key.
KeyboardInterrupt The user interrupted the program.
LookupError The class of errors about indices and keys.
MemoryError There is not enough memory.
ModuleNotFoundError There is no such module.
NameError There is no variable of this name.
NotADirectoryError The file is no folder.
NotImplementedError A method has to be defined by a subclass.
OSError The system refused an operation.
OverflowError A number is too large.
PendingDeprecationWarning Warnings of what may go away some day.
PermissionError The operation is not allowed.
ProcessLookupError There is no such process.
PythonFinalizationError The interpreter is shutting down.
RecursionError Calls nest too deep.
ReferenceError The object of a weak reference is gone.
ResourceWarning Warnings of resources that were not given back.
RuntimeError An error of no other kind.
RuntimeWarning Warnings of doubtful behaviour at run time.
StopAsyncIteration An asynchronous iterator is at its end.
StopIteration An iterator is at its end.
SyntaxError The source text is not a program.
SyntaxWarning Warnings of doubtful syntax.
SystemError The interpreter is at fault.
SystemExit The program ends.
TabError Tabs and spaces are mixed.
TimeoutError An operation took too long.
TypeError An object has the wrong type.
UnboundLocalError A local variable has no value yet.
UnicodeDecodeError Bytes cannot be decoded.
UnicodeEncodeError Text cannot be encoded.
UnicodeError The class of errors of encodings.
UnicodeTranslateError Text cannot be translated.
UnicodeWarning Warnings about Unicode.
UserWarning Warnings of programs.
ValueError An object has the right type and a wrong value.
Warning The class of warnings.
ZeroDivisionError A division by zero.
__abs__ abs(self).
__add__ self + value.
__aiter__ The asynchronous iterator that "async for" uses.
__and__ self & value.
__anext__ The next item, to be awaited.
__await__ The iterator that "await" uses.
__bool__ Whether the object counts as true.
__buffer__ A memoryview of the object's bytes.
__call__ Calls the object.
__ceil__ The smallest integer that is not smaller.
__class_getitem__ The class with type arguments.
__complex__ complex(self).
__contains__ key in self.
__copy__ A shallow copy.
__deepcopy__ A deep copy.
__del__ Runs when the object goes.
__delattr__ del self.name.
__delete__ Deletes the attribute of an instance.
__delitem__ del self[key].
__delslice__ del self[start:stop].
__dir__ The names for dir(self).
__divmod__ divmod(self, value).
__enter__ What a with statement begins with.
__eq__ self == value.
__exit__ What a with statement ends with.
__float__ float(self).
__floor__ The largest integer that is not larger.
__floordiv__ self // value.
__format__ The text in a format.
__ge__ self >= value.
__get__ The attribute for an instance, or for its class.
__getattribute__ self.name.
__getformat__ How floats are stored on this machine.
__getitem__ self[key].
__getnewargs__ The arguments with which pickle makes the object again.
__getstate__ What pickle stores.
__gt__ self > value.
__hash__ hash(self).
__iadd__ self += value.
__iand__ self &= value.
__imul__ self *= value.
__index__ The object as an integer that is exact.
__init__ Sets a new instance up.
__init_subclass__ Runs when a class is derived from this one.
__instancecheck__ isinstance(instance, self).
__int__ int(self).
__invert__ ~self.
__ior__ self |= value.
__isub__ self -= value.
__iter__ An iterator over the object.
__ixor__ self ^= value.
__le__ self <= value.
__len__ len(self).
__length_hint__ About how many items are to come.
__lshift__ self << value.
__lt__ self < value.
__matmul__ self @ value.
__mod__ self % value.
__mro_entries__ The classes that stand for this one among bases.
__mul__ self * value.
__ne__ self != value.
__neg__ -self.
__new__ Makes a new instance.
__next__ The next item.
__or__ self | value.
__pos__ +self.
__pow__ self ** value, modulo mod if it is given.
__prepare__ The namespace in which the body of a class runs.
__radd__ value + self.
__rand__ value & self.
__rdivmod__ divmod(value, self).
__reduce__ How pickle makes the object again.
__reduce_ex__ How pickle makes the object again, for a protocol.
__release_buffer__ Gives a buffer back.
__repr__ repr(self).
__reversed__ An iterator from the end.
__rfloordiv__ value // self.
__rlshift__ value << self.
__rmatmul__ value @ self.
__rmod__ value % self.
__rmul__ value * self.
__ror__ value | self.
__round__ The number rounded.
__rpow__ value ** self.
__rrshift__ value >> self.
__rshift__ self >> value.
__rsub__ value - self.
__rtruediv__ value / self.
__rxor__ value ^ self.
__set__ Sets the attribute of an instance.
__set_name__ Tells a descriptor the name that a class has for it.
__setattr__ self.name = value.
__setitem__ self[key] = value.
__setstate__ Takes over what pickle stored.
__sizeof__ The size of the object in memory, in bytes.
__str__ str(self).
__sub__ self - value.
__subclasscheck__ issubclass(subclass, self).
__subclasses__ The classes that derive from this one at once.
__subclasshook__ What issubclass() asks abstract classes first.
__truediv__ self / value.
__trunc__ The number without what is behind the point.
__xor__ self ^ value.
=str,bytes,bytearray
capitalize A copy that starts in upper case and goes on in lower case.
center A copy in the middle of a field of this width.
count How often a part occurs without overlaps.
decode The text that the bytes encode.
encode The bytes of the text in an encoding.
endswith Whether it ends with a suffix, or with one of several.
expandtabs A copy with spaces in the place of tabs.
find The lowest index at which a part is found, or -1.
fromhex The bytes that hexadecimal digits say.
hex The bytes as hexadecimal digits.
index The lowest index at which a part is found; ValueError if it is not.
isalnum Whether there is something, and all of it letters and digits.
isalpha Whether there is something, and all of it letters.
isascii Whether all of it is ASCII.
isdigit Whether there is something, and all of it digits.
islower Whether there are letters with case, and all are lower case.
isspace Whether there is something, and all of it white space.
istitle Whether words start in upper case and go on in lower case.
isupper Whether there are letters with case, and all are upper case.
join The items of an iterable, with this in between.
ljust A copy at the left of a field of this width.
lower A copy in lower case.
lstrip A copy without white space, or other given characters, at the start.
maketrans A table for translate().
partition What is before a separator, the separator, and what is behind it.
removeprefix A copy without a prefix, if it has that.
removesuffix A copy without a suffix, if it has that.
replace A copy with one part in the place of another.
rfind The highest index at which a part is found, or -1.
rindex The highest index at which a part is found; ValueError if it is not.
rjust A copy at the right of a field of this width.
rpartition What is before the last separator, the separator, and what is behind it.
rsplit The parts between separators, found from the end.
rstrip A copy without white space, or other given characters, at the end.
split The parts between separators, or between white space.
splitlines The lines.
startswith Whether it starts with a prefix, or with one of several.
strip A copy without white space, or other given characters, at both ends.
swapcase A copy with upper and lower case exchanged.
title A copy whose words start in upper case.
translate A copy with characters replaced by a table.
upper A copy in upper case.
zfill A copy with zeros at the left, behind the sign, up to this width.
=str
casefold A copy for comparing without case.
format The text with its fields in braces filled in.
format_map The text with its fields in braces filled in from a mapping.
isdecimal Whether there is something, and all of it decimal digits.
isidentifier Whether it could be the name of a variable.
isnumeric Whether there is something, and all of it numeric.
isprintable Whether all of it can be printed; true for nothing.
=list,bytearray,array,deque
append Adds an item at the end.
clear Removes all items.
copy A shallow copy.
count How often an item occurs.
extend Adds the items of an iterable at the end.
index The first index of an item; ValueError if there is none.
insert Puts an item before an index.
pop Removes an item, the last unless an index is given, and gives it.
remove Removes the first item that is equal; ValueError if there is none.
reverse Turns the order of the items round, in place.
=list
sort Puts the items in order, in place; equal ones stay in theirs.
=bytearray
resize Changes the length; new bytes are zero.
=tuple,range,memoryview
count How often an item occurs.
index The first index of an item; ValueError if there is none.
=dict,OrderedDict,defaultdict,mappingproxy
clear Removes all items.
copy A shallow copy.
fromkeys A new mapping of the keys of an iterable, all to one value.
get The value of a key, or the default.
items A view of the pairs of key and value.
keys A view of the keys.
pop Removes a key and gives its value, or the default.
popitem Removes a pair and gives it, the last one added.
setdefault The value of a key, which is the default from now on if there was none.
update Takes over the pairs of a mapping or iterable, and keywords.
values A view of the values.
=OrderedDict
move_to_end Moves a key to the end, or to the start.
=dict_keys,dict_values,dict_items
isdisjoint Whether there is no item in common.
mapping The dict that this is a view of.
=set,frozenset
add Adds an item.
clear Removes all items.
copy A shallow copy.
difference The items that are in none of the others.
difference_update Removes the items of others.
discard Removes an item if it is there.
intersection The items that are in all.
intersection_update Keeps only the items that are in all.
isdisjoint Whether there is no item in common.
issubset Whether all items are in another set.
issuperset Whether all items of another are in this one.
pop Removes some item and gives it; KeyError if there is none.
remove Removes an item; KeyError if it is not there.
symmetric_difference The items that are in one of the two only.
symmetric_difference_update Keeps the items that are in one of the two only.
union The items of all.
update Adds the items of others.
=int,bool,float,complex
as_integer_ratio Two integers whose quotient is exactly this number.
bit_count How many ones it has in base two.
bit_length How many digits it needs in base two.
conjugate The complex conjugate.
denominator The lower part of the number as a fraction.
from_bytes The integer that bytes say.
from_number The number that another one converts to.
fromhex The float that hexadecimal text says.
hex The float as hexadecimal text.
imag The imaginary part.
is_integer Whether nothing is behind the point.
numerator The upper part of the number as a fraction.
real The real part.
to_bytes The integer as bytes.
=slice
indices The start, stop and step for a sequence of a length.
=generator,coroutine
close Ends it: a GeneratorExit is raised where it waits.
send Goes on with a value for the yield that waits.
throw Raises an exception where it waits.
=generator
gi_yieldfrom What it delegates to, or None.
=coroutine
cr_await What it waits for, or None.
=async_generator
aclose Ends it: a GeneratorExit is raised where it waits.
asend Goes on with a value for the yield that waits.
athrow Raises an exception where it waits.
=memoryview
c_contiguous Whether the items lie one after another, as C has them.
cast A view of the same bytes with another format or shape.
contiguous Whether the items lie one after another.
f_contiguous Whether the items lie one after another, as Fortran has them.
format The format of an item, as in the module struct.
hex The bytes as hexadecimal digits.
itemsize The bytes of an item.
nbytes The bytes of all items.
ndim How many dimensions there are.
obj The object that the bytes are of.
readonly Whether the bytes cannot be written.
release Gives the bytes back.
shape The sizes of the dimensions.
strides The bytes from one item to the next, by dimension.
suboffsets Always empty.
tobytes A copy of the bytes.
tolist The items in a list, or lists of lists.
toreadonly A view that cannot be written.
=property
deleter A copy with another function that deletes.
getter A copy with another function that gets.
setter A copy with another function that sets.
=type
mro The order in which classes are searched for attributes, computed anew.
__annotations__ The annotations of the class's body.
__base__ The base whose layout instances have.
__bases__ The classes that it derives from.
__dict__ The namespace of the class.
__mro__ The order in which classes are searched for attributes.
=BaseException
add_note Adds a line that is shown behind the message.
with_traceback Sets the traceback and gives the exception.
=BaseExceptionGroup
derive A group of the same kind with other exceptions.
split Two groups: of the exceptions that match, and of the others.
subgroup A group of the exceptions that match, or None.
=ImportError,NameError,AttributeError
msg The message.
name The name that was not found.
name_from The name that was to be imported from it.
obj The object that was asked.
path Where the module was found.
=StopIteration
value What the generator returned.
=SystemExit
code With what the program ends.
=OSError
errno The number of the error.
filename The file that it is about.
filename2 The other file that it is about.
strerror The system's text for the error.
=SyntaxError
end_lineno The line of its end.
end_offset The column of its end.
filename The file that it is in.
lineno The line that it is in.
msg The message.
offset The column that it is at.
print_file_and_line Whether its place is shown.
text The line of source.
=UnicodeDecodeError,UnicodeEncodeError,UnicodeTranslateError
encoding The name of the encoding.
end Behind the last item that is at fault.
object What was to be converted.
reason Why it could not.
start The first item that is at fault.
=frame
clear Drops the variables of a frame that has ended.
=math
acos The angle whose cosine this is, in radians.
acosh The inverse of the hyperbolic cosine.
asin The angle whose sine this is, in radians.
asinh The inverse of the hyperbolic sine.
atan The angle whose tangent this is, in radians.
atan2 The angle of the point x, y.
atanh The inverse of the hyperbolic tangent.
cbrt The cube root.
ceil The smallest integer that is not smaller.
comb In how many ways k of n things can be chosen, without order.
copysign The size of one number with the sign of another.
cos The cosine of an angle in radians.
cosh The hyperbolic cosine.
degrees Radians as degrees.
dist The distance of two points.
erf The error function.
erfc One minus the error function.
exp A power of e.
exp2 A power of two.
expm1 A power of e, minus one; exact near zero.
fabs The absolute value, a float.
factorial The product of the numbers from 1 up to this.
floor The largest integer that is not larger.
fma x * y + z, rounded once.
fmod The remainder of a division that rounds to zero.
frexp A number as a fraction and a power of two.
fsum The sum of the items, rounded once.
gamma The gamma function.
gcd The greatest common divisor.
hypot The distance of a point from the origin.
isclose Whether two numbers are close to each other.
isfinite Whether it is neither infinite nor not a number.
isinf Whether it is infinite.
isnan Whether it is not a number.
isqrt The integer part of the square root.
lcm The least common multiple.
ldexp x * (2 ** i).
lgamma The logarithm of the size of the gamma function.
log The logarithm to a base, or the natural one.
log10 The logarithm to base ten.
log1p The natural logarithm of one plus x; exact near zero.
log2 The logarithm to base two.
modf What is behind the point, and what is before it.
nextafter The next float after x in the direction of y.
perm In how many ways k of n things can be chosen, in order.
pow x to the power of y, as floats.
prod The product of the items.
radians Degrees as radians.
remainder The remainder of a division that rounds to the nearest.
sin The sine of an angle in radians.
sinh The hyperbolic sine.
sqrt The square root.
sumprod The sum of the products of items taken together.
tan The tangent of an angle in radians.
tanh The hyperbolic tangent.
trunc The integer without what is behind the point.
ulp The distance to the next float.
=itertools
accumulate Running sums, or other running results.
batched Tuples of so many items.
chain The items of several iterables, one iterable after another.
combinations Tuples of different items, in their order.
combinations_with_replacement Tuples of items that may repeat, in their order.
compress The items whose selectors are true.
count Numbers that go on and on.
cycle The items again and again.
dropwhile The items from the first for which a function is false.
filterfalse The items for which a function is false.
groupby Keys, each with the items in a row that have it.
islice Some of the items, as a slice of a sequence would have them.
pairwise Pairs of each item and the next.
permutations Tuples of different items in every order.
product Tuples with an item of each iterable, in every combination.
repeat An object, so many times or for ever.
starmap What a function gives for tuples of arguments.
takewhile The items up to the first for which a function is false.
tee Several iterators over the same items.
zip_longest Tuples of items taken together, filled up at the end.
=sys
_getframe The frame of a caller, so many calls up.
call_tracing Calls a function while tracing is on.
displayhook Shows the value of an expression, and keeps it as "_".
exc_info Type, value and traceback of the exception that is being handled.
excepthook Shows an exception that nobody caught.
exception The exception that is being handled.
exit Ends the program, by SystemExit.
getallocatedblocks How many blocks of memory are in use.
getdefaultencoding The encoding of str.encode() without arguments.
getfilesystemencoding The encoding of file names.
getrecursionlimit How deep calls may nest.
getrefcount How often an object is referred to, by this call too.
getsizeof The size of an object in memory, in bytes.
gettrace The function that traces, or None.
getprofile The function that profiles, or None.
intern The one str of this text that is compared by address.
is_finalizing Whether the interpreter is shutting down.
setprofile Sets a function that is called at calls and returns.
setrecursionlimit Sets how deep calls may nest.
settrace Sets a function that is called at calls, lines, returns and exceptions.
unraisablehook Shows an exception that cannot be raised.
=time
monotonic Seconds of a clock that never goes back.
perf_counter Seconds of the finest clock.
sleep Waits so many seconds.
strftime A time as text, in a format.
time Seconds since 1970.
=gc
collect Finds and frees objects that only refer to each other.
disable Turns automatic collection off.
enable Turns automatic collection on.
get_objects All objects that the collector knows.
get_referents What objects refer to.
get_referrers Which objects refer to one of these.
isenabled Whether automatic collection is on.
=_functools
cmp_to_key A key function that compares as an old comparison function does.
partial A function with some of its arguments given.
reduce One value from all items, by a function of two arguments.
=_collections
deque A sequence that is fast at both ends.
defaultdict A dict that makes the values of missing keys.
OrderedDict A dict whose order can be changed.
=deque
appendleft Adds an item at the start.
extendleft Adds the items of an iterable at the start, one after another.
maxlen How many items there may be, or None.
popleft Removes the first item and gives it.
rotate Moves items from the end to the start.
=_operator,_bisect,_heapq
bisect_left Where to insert an item in a sorted list, before equal ones.
bisect_right Where to insert an item in a sorted list, behind equal ones.
heapify Makes a list a heap, in place.
heappop Removes the smallest item of a heap and gives it.
heappush Adds an item to a heap.
heappushpop Adds an item to a heap, then removes the smallest and gives it.
heapreplace Removes the smallest item of a heap and gives it, then adds one.
insort_left Inserts an item in a sorted list, before equal ones.
insort_right Inserts an item in a sorted list, behind equal ones.
attrgetter Gets attributes of objects.
itemgetter Gets items of objects.
methodcaller Calls a method of objects.
=zlib
adler32 The Adler-32 checksum of bytes.
compress Bytes compressed at once.
compressobj Compresses bytes piece by piece.
crc32 The CRC-32 checksum of bytes.
decompress Bytes decompressed at once.
decompressobj Decompresses bytes piece by piece.
`;
