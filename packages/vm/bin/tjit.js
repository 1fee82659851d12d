#!/usr/bin/env node
// Committed, so that npm can link it at install time; the command itself is built into dist.
/* global require */

// Compiled code is kept in the system's folder for temporary files, so that the second start is faster. Where that cannot be, nothing
// is said.
require("node:module").enableCompileCache?.();
require("../dist/cli.js");
