// How much time the JIT may take: a share of the time for which programs have run, so that a first call is never much slower than
// without the JIT, however much code gets hot at once.
//
//   spent + expected(next)  <=  share * ran          what is hot may be recorded and compiled
//   otherwise                                        it stays in the interpreter, and asks again when its counter has run down anew
//
// `ran` counts only while Python code runs, the JIT's own work included. `expected` is the mean of what trying took so far; the first
// one is a guess, since it also makes the JIT. Nothing of this has an effect on what a program computes. Cost: reading the clock at
// each entry from the host and each time something is hot.

/** The share, and the guess. */
export interface GovernorTuning {
  /** Part of the running time that may go into recording and compiling: 0.1 is a tenth. `Infinity`: as much as there is to do. */
  readonly share: number;
  /** Milliseconds that the first compilation is expected to take. */
  readonly firstCompilation: number;
}

/** Nobody waits: for tests, and for looking at traces. */
export const ungoverned: GovernorTuning = { share: Infinity, firstCompilation: 0 };

/** Keeps the books of one VM. */
export class Governor {
  readonly #tuning: GovernorTuning;
  readonly #clock: () => number;
  /** Milliseconds of earlier runs. */
  #ran = 0;
  /** When the run under way began. */
  #startedAt = 0;
  #isRunning = false;
  #spent = 0;
  #attempts = 0;

  /** @param clock Milliseconds from some origin. */
  constructor(tuning: GovernorTuning, clock: () => number) {
    this.#tuning = tuning;
    this.#clock = clock;
  }

  /** The outermost entry from the host. */
  runStarts(): void {
    this.#startedAt = this.#clock();
    this.#isRunning = true;
  }

  /** The outermost return to the host. */
  runEnds(): void {
    this.#ran += this.#clock() - this.#startedAt;
    this.#isRunning = false;
  }

  /** Whether another recording and its compilation fit the budget now. */
  get permits(): boolean {
    const { share, firstCompilation } = this.#tuning;
    if (share === Infinity) return true;
    const expected = this.#attempts === 0 ? firstCompilation : this.#spent / this.#attempts;
    const ran = this.#ran + (this.#isRunning ? this.#clock() - this.#startedAt : 0);
    return this.#spent + expected <= share * ran;
  }

  /** The clock's reading, to hand back when the work that begins now is done. */
  get now(): number {
    return this.#clock();
  }

  /** What had to be made before the first recording. */
  chargePreparation(since: number): void {
    this.#spent += this.#clock() - since;
  }

  /** A recording, and the compilation if it came to that. */
  chargeAttempt(since: number): void {
    this.#spent += this.#clock() - since;
    this.#attempts++;
  }
}
