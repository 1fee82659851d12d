// Programs that are worth having by name.

/** A loop over two floats: x = x * 0.5 + 1.5. */
export const converge = `
    push 0.0
    store x
  loop:
    load i
    push 1000
    less
    unless done
    load x
    push 0.5
    mul
    push 1.5
    add
    store x
    load i
    push 1
    add
    store i
    repeat loop
  done:
    load x
    halt`;

/** Sums in place: total = total + step, both floats. */
export const accumulate = `
    push 0.0
    store total
    push 0.25
    store step
  loop:
    load i
    push 200
    less
    unless done
    load total
    load step
    add
    store total
    load i
    push 1
    add
    store i
    repeat loop
  done:
    load total
    halt`;

/** Adds small numbers to one side and large ones to the other: a branch that goes both ways. */
export const partition = `
  loop:
    load i
    push 300
    less
    unless done
    load i
    push 100
    less
    unless large
    load small
    load i
    add
    store small
    skip next
  large:
    load big
    load i
    push 2
    mul
    add
    store big
  next:
    load i
    push 1
    add
    store i
    repeat loop
  done:
    load small
    push 1000
    mul
    load big
    add
    halt`;

/** A loop in a loop. */
export const nested = `
  outer:
    load i
    push 30
    less
    unless done
    push 0
    store j
  inner:
    load j
    load i
    less
    unless behind
    load sum
    load i
    load j
    mul
    add
    store sum
    load j
    push 1
    add
    store j
    repeat inner
  behind:
    load i
    push 1
    add
    store i
    repeat outer
  done:
    load sum
    halt`;

/** Doubles until ints end and floats go on. */
export const overflow = `
    push 1
    store x
  loop:
    load i
    push 60
    less
    unless done
    load x
    copy
    add
    store x
    load i
    push 1
    add
    store i
    repeat loop
  done:
    load x
    halt`;

/** Key 0 is a rate, which nobody changes; key 1 counts. */
export const keys = `
    push 1.0
    store x
  loop:
    load i
    push 100
    less
    unless done
    load x
    recall 0
    mul
    store x
    recall 1
    push 1
    add
    keep 1
    load i
    push 1
    add
    store i
    repeat loop
  done:
    load x
    halt`;

/** Shows each round what key 0 holds. */
export const watcher = `
  loop:
    load i
    push 60
    less
    unless done
    recall 0
    show
    load i
    push 1
    add
    store i
    repeat loop
  done:
    load i
    halt`;

/**
 * Every other round changes a key and reads it right away. The trace that does so is entered before anybody else has changed the key,
 * and must not believe what it was promised.
 */
export const adjust = `
  loop:
    load i
    push 90
    less
    unless done
    load flip
    push 1
    less
    unless odd
    skip next
  odd:
    load i
    keep 0
    recall 0
    load total
    add
    store total
  next:
    push 1
    load flip
    sub
    store flip
    load i
    push 1
    add
    store i
    repeat loop
  done:
    load total
    halt`;

/** Fails in round 50: a flag has got where a number should be. The stack is not empty then. */
export const failing = `
    push 1.5
    store x
  loop:
    push 7.5
    load i
    push 50
    less
    unless break
    load x
    push 2
    add
    store x
    skip next
  break:
    load i
    push 1
    less
    store x
  next:
    load x
    push 0.5
    add
    add
    store y
    load i
    push 1
    add
    store i
    repeat loop`;

/** All of them that need nothing from outside. */
export const programs: Readonly<Record<string, string>> = {
  converge,
  accumulate,
  partition,
  nested,
  overflow,
  keys,
  watcher,
  adjust,
  failing,
};
