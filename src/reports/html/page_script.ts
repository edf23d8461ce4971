import choice from "./page/choice.js" with { type: "text" };
import dom from "./page/dom.js" with { type: "text" };
import main from "./page/main.js" with { type: "text" };
import variantsTable from "./page/variants_table.js" with { type: "text" };
import videoDetails from "./page/video_details.js" with { type: "text" };
import videosTable from "./page/videos_table.js" with { type: "text" };

/** Modules in dependency order. */
const MODULES = [dom, choice, variantsTable, videoDetails, videosTable, main];

/**
 * The script of report.html: its modules joined, because a page opened from disk cannot load modules. They
 * share one scope, so each name may be declared only once.
 */
export function pageScript(): string {
  const imports = /^import [^;]*;\n/gm;
  const joined = MODULES.map((text) => text.replace(imports, "").replaceAll(/^export /gm, ""));
  return `"use strict";\n(() => {\n${joined.join("\n")}})();\n`;
}
