/// A trace pass: folding, watched globals as constants, and the removal of dead uops.
export { constantPropagation, type ConstantPropagationRule, constantPropagationRules } from "./constant-propagation.ts";
export { deadUops, type DeadUopsRule, deadUopsRules } from "./dead-uops.ts";
