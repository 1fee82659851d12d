/// A checker for traces whose guards were removed: whether every uop still finds what it requires of its inputs.
export { checkRequirements } from "./testing/check-requirements.ts";
