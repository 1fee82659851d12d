// What a program did, as the text that case files expect: standard output, then what it wrote to standard error (an uncaught
// exception's traceback last), then the exit code.
//
//   output
//   --- stderr
//   Traceback (most recent call last):
//   ...
//   --- exit 1

/** What a program did. */
export interface Outcome {
  readonly stdout: string;
  /** With the traceback of an exception that was not caught. */
  readonly stderr: string;
  readonly exitCode: number;
}

/** File name of every case, in tracebacks. */
export const caseFilename = "case.py";

/** Folder of the files of a program that has some. */
export const caseFolder = "/case";

/** The outcome as case files have it; addresses of objects are not told. */
export function printOutcome({ stdout, stderr, exitCode }: Outcome): string {
  const lines = [stdout.trimEnd()];
  if (stderr !== "") lines.push(`--- stderr\n${stderr.trimEnd()}`);
  if (exitCode !== 0) lines.push(`--- exit ${exitCode}`);
  return lines
    .join("\n")
    .trim()
    .replace(/\b0x[0-9a-f]{5,}\b/g, "0x...");
}
