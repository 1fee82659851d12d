// What only a terminal gets: a progress line on standard error, colours on standard output.

import process from "node:process";
import { styleText } from "node:util";

const eraseLine = "\r\u001b[K";

/** Shows what is being done, in place of what it showed before. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${eraseLine}${text}`);
}

/** Takes the progress line away. */
export function clearProgress(): void {
  showProgress("");
}

const colours = { PASS: "green", FAIL: "red", SKIP: "yellow" } as const;

/** A verdict in its colour, where there are colours. */
export function paintVerdict(verdict: keyof typeof colours): string {
  return styleText(colours[verdict], verdict, { stream: process.stdout });
}
