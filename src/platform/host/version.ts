import project from "../../../deno.json" with { type: "json" };

/** Version of Assay, such as `0.2.0`. */
export const VERSION: string = project.version;
