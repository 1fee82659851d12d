// The sentences that uops' records have for people stay out of the bundle: nothing that runs reads them, and they are the longest strings
// of the JIT's tables.

const uopTables = /packages.bytecode.src.uops./;
const sentence = /\bdoc: (?:"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)(?:,\s*)?/g;

/** A module as JavaScript without the sentences, if it is a table of uops. */
export function withoutSentences(code: string, path: string): string {
  return uopTables.test(path) ? code.replace(sentence, "") : code;
}
