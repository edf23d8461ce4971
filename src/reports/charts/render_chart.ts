import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { ChartLook } from "./chart_look.ts";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";

/** What a chart's maker gives: a Vega-Lite specification without its general looks. */
export type ChartSpec = TopLevelSpec;

/**
 * A chart as an SVG element. It holds no script, asks for no file, and all text from data is escaped.
 * @param description said to those who cannot see it
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
