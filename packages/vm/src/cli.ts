/// The `tjit` command.
import process from "node:process";
import { main } from "./cli/main.ts";

// As far up from the source as from what is built of it.
main(process.argv.slice(2), new URL("../package.json", import.meta.url));
