// Why a child process failed, in one line.

/** The line that names the error; tracebacks of Python end in it, those of Node begin with it. */
export function whatWentWrong(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const named = lines.findLast((line) => /^\w*(Error|Exception)\b/.test(line));
  return named ?? lines.findLast((line) => line !== "") ?? "printed nothing";
}
