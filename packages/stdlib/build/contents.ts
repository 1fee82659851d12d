// Which files of CPython's library are packed.

/** Folders and modules at the top that are left out, by the reason why. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  "belongs to the machine that the archive was made for": [
    "pyodide",
    "_pyodide",
    "_sysconfigdata__emscripten_wasm32-emscripten",
    "webbrowser",
    "_ssl",
    "ssl",
    "site-packages",
  ],
  "tests and samples": ["test", "__hello__", "__phello__", "antigravity"],
  "wants the C interface of extension modules": ["ctypes"],
  "wants processes": ["multiprocessing", "pty", "tty"],
  "wants sockets": ["ftplib", "imaplib", "poplib", "smtplib", "xmlrpc", "wsgiref"],
  "wants a native library": ["sqlite3", "bz2", "lzma"],
  "user interfaces and installation": ["tkinter", "idlelib", "turtle", "turtledemo", "ensurepip", "venv"],
};

const namesLeftOut = new Set(Object.values(leftOut).flat());

/** Whether a file of the archive is packed; `path` is relative to the library, with slashes. */
export function isPacked(path: string): boolean {
  const [top = ""] = path.split("/");
  return path.endsWith(".py") && !namesLeftOut.has(top.replace(/\.py$/, ""));
}
