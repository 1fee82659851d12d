/// A world for tests: what it promises is a table.
export { tableWorld, type WorldTable } from "./testing/table-world.ts";
