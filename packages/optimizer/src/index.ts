/// The pass manager: named pipelines, verification between passes, remarks and fuel.
export { prepareExits } from "./exits.ts";
export { optimize, type Optimized, type OptimizeOptions, type PassStats } from "./optimize.ts";
export { defaultPipeline } from "./default-pipeline.ts";
export { parsePipeline, passesByName } from "./pipeline.ts";
