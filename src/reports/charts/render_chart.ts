import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { ChartLook } from "./chart_look.ts";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";

/** A Vega-Lite specification without the looks that all charts share. */
export type ChartSpec = TopLevelSpec;

/**
 * Renders a chart as an SVG element. It holds no script, loads no file, and all text from data is escaped.
 * @param options `description`: alternative text
 */
export async function renderChart(
  spec: ChartSpec,
  { look, description }: { readonly look: ChartLook; readonly description: string },
): Promise<string> {
  const config = { ...general(look), ...spec.config };
  const { spec: compiled } = compile({ ...spec, description, config } as ChartSpec);
  const svg = await new View(parse(compiled), { renderer: "none" }).toSVG();
  return svg.replace("<svg ", '<svg role="img" ');
}

function general(look: ChartLook): NonNullable<ChartSpec["config"]> {
  const text = { labelFont: FONT, titleFont: FONT, labelFontSize: 12, titleFontSize: 12 };
  return {
    background: look.back,
    font: FONT,
    view: { stroke: null },
    axis: {
      ...text,
      labelColor: look.soft,
      titleColor: look.soft,
      titleFontWeight: 600,
      gridColor: look.line,
      domain: false,
      ticks: false,
      labelPadding: 6,
      labelLimit: 260,
    },
    legend: { ...text, labelColor: look.ink, titleColor: look.soft },
    text: { font: FONT, fontSize: 12, color: look.ink },
  };
}
