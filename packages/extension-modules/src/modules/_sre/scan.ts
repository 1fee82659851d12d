// All matches in a subject, one after the other: what findall, finditer, sub, split and scanners have in common.

import { type Matcher } from "./matcher.ts";

/** Goes through the matches of a subject. After each, `matcher` has its marks. */
export class Scan {
  readonly matcher: Matcher;
  /** Where the next match may begin. */
  position: number;
  /** Where an empty match may not be: the last match ended there and was empty. */
  #notAt = -1;
  readonly #limit: number;

  constructor(matcher: Matcher, position: number, limit: number) {
    this.matcher = matcher;
    this.position = position;
    this.#limit = limit;
  }

  /** Searches for the next match: its end, NO_MATCH or INTERRUPTED. */
  search(): number {
    return this.position > this.#limit ? -1 : this.#advance(this.matcher.search(this.position, this.#notAt));
  }

  /** Matches where the last match ended. */
  match(): number {
    return this.#advance(this.matcher.match(this.position, -1, this.#notAt));
  }

  #advance(end: number): number {
    if (end >= 0) {
      this.#notAt = end === this.matcher.start ? end : -1;
      this.position = end;
    }
    return end;
  }
}
