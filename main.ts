import { cli } from "./src/commands/cli.ts";

Deno.exit(await cli(Deno.args));
