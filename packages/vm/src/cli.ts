/// The `tjit` command.
import process from "node:process";
import { main } from "./cli/main.ts";

main(process.argv.slice(2));
