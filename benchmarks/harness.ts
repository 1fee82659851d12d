// The Python side of a measurement: a program, and behind it a few lines that time calls of its `main` and print one
// line of JSON. They use nothing but builtins and a clock, so that the same text runs in every Python, however small.

/** What to measure in one process. */
export interface Job {
  /** The program, with `main(n)`. */
  readonly source: string;
  readonly n: number;
  /** How many calls at most; at least three, or fewer if this is fewer. */
  readonly calls: number;
  /** No further call is begun when the calls so far have taken this many seconds. */
  readonly budget: number;
}

/** What one process measured. */
export interface Measurement {
  /** Duration of each call, the first one cold. */
  readonly seconds: readonly number[];
  /** `repr` of what `main` returned. */
  readonly result: string;
}

/** Python statements that define `clock`, a function that returns seconds. */
export const perfCounter = "from time import perf_counter as clock";

const minimumCalls = 3;

/**
 * The text that a Python is to run.
 * @param clock Statements that define `clock`; {@link perfCounter} where there is one.
 */
export function timedProgram(job: Job, clock: string = perfCounter): string {
  return `${withoutMainBlock(job.source)}
${clock}

def measure_main(n, calls, budget):
    seconds = []
    total = 0.0
    expected = None
    while len(seconds) < calls and (len(seconds) < ${minimumCalls} or total < budget):
        start = clock()
        result = main(n)
        end = clock()
        seconds.append(end - start)
        total += end - start
        if expected is None:
            expected = repr(result)
        elif expected != repr(result):
            raise ValueError("two calls of main returned different results")
    text = expected.replace("\\\\", "\\\\\\\\").replace('"', '\\\\"')
    print('{"seconds": [' + ", ".join([repr(s) for s in seconds]) + '], "result": "' + text + '"}')

measure_main(${job.n}, ${job.calls}, ${job.budget.toFixed(3)})
`;
}

/** A program without its last statement, the `if __name__ == "__main__":` that runs it. */
export function withoutMainBlock(source: string): string {
  const at = source.search(/^if __name__ == /m);
  return at < 0 ? source : source.slice(0, at);
}

/**
 * Reads what {@link timedProgram} printed: the last line of the output.
 * @returns undefined when it is not there, as when the program failed.
 */
export function parseMeasurement(output: string): Measurement | undefined {
  const line = output.trimEnd().split("\n").at(-1) ?? "";
  if (!line.startsWith('{"seconds": ')) return undefined;
  const { seconds, result } = JSON.parse(line) as Measurement;
  return { seconds, result };
}
