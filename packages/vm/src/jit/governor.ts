// How much time the JIT may take: a share of the time for which programs have run, so that a first call is never much slower than
// without the JIT, however much code gets hot at once.
//
//   spent + expected  <=  share * ran          what is hot may be recorded, and a recording compiled
//   otherwise                                  it stays in the interpreter, and asks again when its counter has run down anew
//
// A recording that closed a loop is compiled however long it is: the loop goes on, and by the time that it asks again, recordings that
// begin inside of it would have been compiled in its place. Nothing else begins until that is paid back.
//
// `ran` counts only while Python code runs, the JIT's own work included. What is expected goes by the number of uops: before a recording
// that of the mean recording, or of the one that was turned down at the same place; behind it its own. The first compilation is a guess,
// since it also makes the JIT and has the engine compile it; it takes several times as long for each uop as later ones do. Nothing of
// this has an effect on what a program computes. Cost: reading the clock at each entry from the host and each time something is hot.

/** The share, and the guesses. */
export interface GovernorTuning {
  /** Part of the running time that may go into recording and compiling: 0.1 is a tenth. `Infinity`: as much as there is to do. */
  readonly share: number;
  /** Milliseconds that the first compilation is expected to take. */
  readonly firstCompilation: number;
  /** How many times faster the second compilation is expected to be than the first, for each uop. */
  readonly warmUp: number;
}

/** Nobody waits: for tests, and for looking at traces. */
export const ungoverned: GovernorTuning = { share: Infinity, firstCompilation: 0, warmUp: 1 };

/** What each trace costs, however short it is, in uops. */
const overhead = 40;

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
  /** Part of what the first compilation takes: it is not held against it. */
  #preparation = 0;
  /** Uops of all recordings that were compiled, and how many these were. */
  #uops = 0;
  #compilations = 0;
  /** Milliseconds that a uop is expected to take. */
  #perUop = 0;
  /** Lengths of recordings that were turned down, by where they begin. */
  readonly #declined = new Map<number, number>();

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

  /** Whether making the JIT and a first compilation fit the budget now. */
  get permitsFirst(): boolean {
    return this.#fits(0);
  }

  /** Whether a recording that begins at `place`, and its compilation, fit the budget now. */
  permits(place: number): boolean {
    return this.#fits(this.#declined.get(place) ?? this.#uops / this.#compilations);
  }

  /** Whether the recording that begins at `place` and has this many uops may be compiled now. The recording is over. */
  permitsCompilation(place: number, uops: number, isLoop: boolean): boolean {
    const isPermitted = isLoop || this.#fits(uops);
    if (isPermitted) this.#declined.delete(place);
    else this.#declined.set(place, uops);
    return isPermitted;
  }

  #fits(uops: number): boolean {
    const { share, firstCompilation } = this.#tuning;
    if (share === Infinity) return true;
    const expected = this.#compilations === 0 ? firstCompilation : (uops + overhead) * this.#perUop;
    const ran = this.#ran + (this.#isRunning ? this.#clock() - this.#startedAt : 0);
    return this.#spent + expected <= share * ran;
  }

  /** The clock's reading, to hand back when the work that begins now is done. */
  get now(): number {
    return this.#clock();
  }

  /** What had to be made before the first recording. */
  chargePreparation(since: number): void {
    this.#preparation += this.#clock() - since;
  }

  /** A recording that came to nothing. */
  charge(since: number): void {
    this.#spent += this.#clock() - since;
  }

  /** A recording of so many uops, and its compilation. */
  chargeCompilation(since: number, uops: number): void {
    const time = this.#clock() - since;
    const perUop = time / (uops + overhead);
    this.#spent += time + this.#preparation;
    this.#preparation = 0;
    this.#uops += uops;
    this.#perUop = this.#compilations === 0 ? perUop / this.#tuning.warmUp : (this.#perUop + perUop) / 2;
    this.#compilations++;
  }
}
