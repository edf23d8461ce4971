import { cli } from "./src/cli/cli.ts";

Deno.exit(await cli(Deno.args));
