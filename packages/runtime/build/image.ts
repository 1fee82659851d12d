// Prints the texts of the image of a machine, as JSON: what the build stores with the code.

import process from "node:process";
import { newImage } from "../src/bootstrap.ts";
import { encodeImage } from "../src/image/image-format.ts";

process.stdout.write(JSON.stringify(encodeImage(newImage())));
