#!/usr/bin/env node
// Committed, so that npm can link it at install time; the command itself is built into dist.
import "../dist/cli.js";
