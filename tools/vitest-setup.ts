// Property tests draw from a fixed seed, so that runs repeat; FC_SEED=<number> tries another.
import process from "node:process";
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 42) });
