import { choice, paint, seriesColour } from "./choice.js";
import { counted, drawn, element, fixed, signed } from "./dom.js";

const WIDTH = 640;
const HEIGHT = 150;
const LEFT = 34;

/** Tells whether a variant misclassifies a labelled video. */
export function isWrong(data, row, v) {
  const label = data.labels[row];
  return label !== null && (data.p[v][row] >= data.variants[v].decision) !== (label === "FAKE");
}

/** The faces of one video and each variant's result. */
export function videoDetails(data, row) {
  const details = data.details[row];
  return element("div", { className: "video" }, [
    element("p", { className: "note", text: factsOf(data, row) }),
    element("div", { className: "seen" }, [thumbnails(details), frameScores(data, row)]),
    verdicts(data, row),
  ]);
}

function factsOf(data, row) {
  const split = data.splits[row];
  return `group ${data.groups[row]}${split === null ? "" : `, split ${split}`}`;
}

function thumbnails({ thumbnails }) {
  if (thumbnails === null) {
    return element("p", {
      className: "note",
      text: "Thumbnails are omitted to keep this page small; the run's folder thumbs has them.",
    });
  }
  if (thumbnails.length === 0) {
    return element("p", { className: "note", text: "No thumbnails." });
  }
  return element(
    "div",
    { className: "thumbnails" },
    thumbnails.map(([frame, face, jpeg]) => {
      const image = element("img");
      image.src = `data:image/jpeg;base64,${jpeg}`;
      image.alt = `face ${face + 1} of frame ${frame}`;
      return element("figure", {}, [image, element("figcaption", { text: `frame ${frame}` })]);
    }),
  );
}

/** P(fake) of each face over the frames, for the chosen variants. */
function frameScores(data, row) {
  const { scores, seen } = data.details[row];
  if (scores === null) {
    return element("p", {
      className: "note",
      text: "Scores per frame are omitted to keep this page small; faces.csv has them.",
    });
  }
  const lines = choice.chosen.map((v) => ({ v, scores: scores[seen[v]] }));
  const frames = lines.flatMap(({ scores }) => scores[0]);
  if (frames.length === 0) return element("p", { className: "note", text: "No face was scored." });
  const last = frames.reduce((most, frame) => Math.max(most, frame), 1);
  const x = (frame) => LEFT + (WIDTH - LEFT - 10) * frame / last;
  const y = (p) => 8 + (HEIGHT - 34) * (1 - p);
  const grid = [0, 0.5, 1].flatMap((p) => [
    drawn("line", { class: "grid", x1: LEFT, x2: WIDTH - 10, y1: y(p), y2: y(p) }),
    drawn("text", { x: LEFT - 6, y: y(p) + 4, "text-anchor": "end" }, [String(p)]),
  ]);
  const marks = lines.flatMap(({ v, scores }) =>
    marksOf({ v, scores, x, y, name: data.variants[v].name })
  );
  const svg = drawn("svg", {
    class: "frames",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": `P(fake) of ${counted(frames.length, "face")} over frames 0 to ${last}`,
  }, [
    ...grid,
    drawn("text", { x: LEFT, y: HEIGHT - 4 }, ["frame 0"]),
    drawn("text", { x: WIDTH - 10, y: HEIGHT - 4, "text-anchor": "end" }, [`frame ${last}`]),
    ...marks,
  ]);
  return element("figure", { className: "scores" }, [
    element("figcaption", {
      text: "P(fake) of each face by frame; lines join the first face of each frame",
    }),
    svg,
  ]);
}

/** A line through the first face of each frame, and a dot for every face. */
function marksOf({ v, scores: [frames, faces, detections, ...columns], x, y, name }) {
  const colour = seriesColour(v);
  return columns.flatMap((column) => {
    const first = frames.map((frame, i) => [frame, faces[i], column[i]]).filter(([, face]) =>
      face === 0
    );
    const points = first.map(([frame, , p]) => `${x(frame)},${y(p)}`).join(" ");
    const line = drawn("polyline", { points, fill: "none", "stroke-width": 1.5 });
    paint(line, v);
    return [
      line,
      ...frames.map((frame, i) => {
        const dot = drawn("circle", { cx: x(frame), cy: y(column[i]), r: 3 }, [
          drawn("title", {}, [
            `${name}, frame ${frame}, face ${faces[i] + 1}: ${fixed(column[i])}${
              detections[i] === null ? "" : `, face detector ${fixed(detections[i])}`
            }`,
          ]),
        ]);
        dot.style.fill = colour;
        return dot;
      }),
    ];
  });
}

/** Every variant's result, with the pooling rule that applied. */
function verdicts(data, row) {
  const base = data.p[data.baseline][row];
  const head = element(
    "tr",
    {},
    ["variant", "P(fake)", "change", "faces", "pooling rule", "note"].map((title, i) => {
      const heading = element("th", { text: title, className: i > 0 && i < 4 ? "number" : "text" });
      heading.scope = "col";
      return heading;
    }),
  );
  const rows = data.variants.map(({ name }, v) => {
    const [status = "ok", fallback = "", error = ""] = data.odd[row]?.[v] ?? [];
    const wrong = isWrong(data, row, v);
    const notes = [
      wrong && "wrong",
      fallback && `not scored, 0.5 used: ${fallback}`,
      status !== "ok" && status,
      error,
    ];
    const first = element("th", { className: "text", text: name });
    first.scope = "row";
    return element("tr", { className: v === data.baseline ? "baseline" : "" }, [
      first,
      element("td", { className: `number ${wrong ? "wrong" : ""}`, text: fixed(data.p[v][row]) }),
      element("td", {
        className: "number",
        text: v === data.baseline ? "baseline" : signed(data.p[v][row] - base),
      }),
      element("td", { className: "number", text: `${data.faces[v][row] ?? "–"}` }),
      element("td", {
        className: "text",
        text: data.rules[v][data.branch[v][row]],
      }),
      element("td", { className: "text", text: notes.filter(Boolean).join("; ") }),
    ]);
  });
  return element("div", { className: "scroll verdicts" }, [
    element("table", {}, [element("thead", {}, [head]), element("tbody", {}, rows)]),
  ]);
}
