// Single moves out of changes of depth, in an order in which no move overwrites what a later one reads.

import type { MoveStep, Place, ReshapeStep } from "./plan.ts";
import type { RegisterClass } from "./registers.ts";

const slotSize = 4;

/** The moves of a change of depth. */
export function movesOfReshape({ from, to, stack, classes = [] }: ReshapeStep): MoveStep[] {
  const classOf = (index: number): RegisterClass => classes[index] ?? "r";
  const moves: MoveStep[] = [];
  if (from > to) {
    const stored = from - to;
    for (let index = 0; index < stored; index++) {
      moves.push(move(register(classOf(index), index), home(classOf(index), stack - slotSize * (from - index))));
    }
    for (let index = stored; index < from; index++) {
      moves.push(move(register(classOf(index), index), register(classOf(index), index - stored)));
    }
    return moves;
  }
  const loaded = to - from;
  for (let index = to - 1; index >= loaded; index--) {
    moves.push(move(register(classOf(index), index - loaded), register(classOf(index), index)));
  }
  for (let index = 0; index < loaded; index++) {
    moves.push(move(home(classOf(index), stack - slotSize * (to - index)), register(classOf(index), index)));
  }
  return moves;
}

/** Where a value of a class is when it is not in a register. */
export function home(registerClass: RegisterClass, offset: number): Place {
  return registerClass === "r" ? { kind: "slot", offset } : { kind: "spilled", class: registerClass, offset };
}

function register(registerClass: RegisterClass, number: number): Place {
  return { kind: "register", class: registerClass, number };
}

function move(from: Place, to: Place): MoveStep {
  return { kind: "move", from, to };
}
