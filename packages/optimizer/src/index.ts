/// The pass manager: named pipelines, verification between passes, remarks and fuel.
export { prepareExits } from "./exits.ts";
export { optimize, type Optimized, type OptimizeOptions } from "./optimize.ts";
export type { PassStats } from "./pass-stats.ts";
export { defaultPipeline } from "./default-pipeline.ts";
export { parsePipeline, passesByName } from "./pipeline.ts";
