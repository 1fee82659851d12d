/// The pass manager: named pipelines, verification between passes, remarks and fuel.
export {};
