// What `tjit --help` says.

/** The help text. */
export const usage = `usage: tjit FILE [args]              run a program
       tjit -c CODE [args]           run a program given as text
       tjit -m MODULE [args]         run a module found on the path
       tjit - [args]                 run standard input
       tjit dis [options] FILE       show a program's instructions
       tjit trace [options] FILE     run a program and show its traces

FILE may be a folder or an archive with a __main__.py in it, and -, -c CODE or -m MODULE everywhere. What follows it belongs to the program.

options:
  -h, --help       this text
  -V, --version    version of tjit and of Python
  -W FILTER        what happens to warnings, as CPython's; may be repeated

options of dis:
  --adaptive       run the program first and show specialized instructions;
                   what it prints goes to standard error
  --caches         show inline caches

options of trace, where what the program prints goes to standard error:
  --passes         the whole trace after each pass, not only what it changed
  --json OUT       all events as JSON lines instead; OUT may be -
  --html OUT       a report as one HTML file instead
  --chrome OUT     a timeline for Chrome's and Perfetto's viewers instead

environment, as CPython's:
  PYTHONPATH                               folders to import modules from, first
  PYTHONWARNINGS                           filters of warnings, with commas between
  PYTHON_JIT=0                             no traces
  PYTHON_JIT_STRESS=1                      traces start early
  PYTHON_JIT_JUMP_BACKWARD_INITIAL_VALUE   turns of a loop before it is recorded
  PYTHON_JIT_RESUME_INITIAL_VALUE          calls of a function before it is
  PYTHON_JIT_SIDE_EXIT_INITIAL_VALUE       times an exit is taken before it is
`;
