/// The `tjit` command.
import process from "node:process";

process.stderr.write("tjit: not yet able to run programs\n");
process.exitCode = 1;
