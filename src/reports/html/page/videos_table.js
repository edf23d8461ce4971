import { choice } from "./choice.js";
import { byId, compare, counted, element, fixed, headings, refill, signed } from "./dom.js";
import { isWrong, videoDetails } from "./video_details.js";

const PAGE = 50;
const view = { sort: "loss", sign: -1, page: 0, open: null };

/** Builds the table of videos, a page at a time; a row opens to show its faces and scores. */
export function makeVideosTable(data) {
  const again = () => {
    Object.assign(view, { page: 0, open: null });
    showVideos(data);
  };
  for (const id of ["video-search", "video-label", "video-show"]) {
    byId(id).addEventListener("input", again);
  }
  byId("video-sort").addEventListener("change", (event) => {
    Object.assign(view, { sort: event.target.value, sign: event.target.value === "file" ? 1 : -1 });
    again();
  });
  for (const [id, step] of [["video-before", -1], ["video-after", 1]]) {
    byId(id).addEventListener("click", () => {
      Object.assign(view, { page: view.page + step, open: null });
      showVideos(data);
    });
  }
  choice.listeners.push(() => showVideos(data));
  showVideos(data);
}

function wantedRows(data) {
  const search = byId("video-search").value.toLowerCase();
  const label = byId("video-label").value;
  const show = byId("video-show").value;
  const measure = measureOf(data, view.sort);
  return data.files.map((_, row) => row).filter((row) =>
    (!label || data.labels[row] === label) &&
    (!search || `${data.files[row]}\n${data.groups[row]}`.toLowerCase().includes(search)) &&
    (show !== "wrong" || choice.chosen.some((v) => isWrong(data, row, v))) &&
    (show !== "fallback" || choice.chosen.some((v) => data.odd[row]?.[v]?.[1]))
  ).map((row) => ({ row, key: measure(row) }))
    .sort((a, b) => compare(a.key, b.key, view.sign) || a.row - b.row)
    .map(({ row }) => row);
}

function measureOf(data, sort) {
  const measures = {
    file: (row) => data.files[row],
    label: (row) => data.labels[row],
    loss: (row) => data.losses[row],
    disagreement: (row) => data.disagreement[row],
    change: (row) => data.changes[row],
  };
  return measures[sort] ?? ((row) => data.p[Number(sort.slice(1))][row]);
}

function videoColumns(data) {
  return [
    { title: "video", text: true, key: "file" },
    { title: "label", text: true, key: "label" },
    ...choice.chosen.map((v) => ({ title: data.variants[v].name, key: `v${v}`, hint: "P(fake)" })),
    { title: "mean log loss", key: "loss", hint: "over all variants" },
    {
      title: "disagreement",
      key: "disagreement",
      hint: "largest minus smallest P(fake) of all variants",
    },
    {
      title: "change",
      key: "change",
      hint: "largest difference of any variant's P(fake) from the baseline's",
    },
  ];
}

function showVideos(data) {
  if (/^v\d+$/.test(view.sort) && !choice.chosen.includes(Number(view.sort.slice(1)))) {
    Object.assign(view, { sort: "loss", sign: -1 });
  }
  const rows = wantedRows(data);
  const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
  view.page = Math.min(Math.max(view.page, 0), last);
  const columns = videoColumns(data);
  const made = byId("videos");
  made.tHead.replaceChildren(headings(columns, view, () => {
    Object.assign(view, { page: 0, open: null });
    showVideos(data);
  }));
  refill(
    made.tBodies[0],
    rows.slice(PAGE * view.page, PAGE * (view.page + 1)).flatMap((row) =>
      rowsOf(data, row, columns.length)
    ),
  );
  const options = byId("video-sort");
  options.value = [...options.options].some(({ value }) => value === view.sort) ? view.sort : "";
  const from = rows.length === 0 ? 0 : PAGE * view.page + 1;
  const to = Math.min(rows.length, PAGE * (view.page + 1));
  byId("video-count").textContent = `${from} to ${to} of ${counted(rows.length, "video")}`;
  byId("video-before").disabled = view.page === 0;
  byId("video-after").disabled = view.page === last;
}

function rowsOf(data, row, columns) {
  const open = view.open === row;
  const button = element("button", {
    className: "open",
    text: data.files[row],
    title: data.groups[row],
  });
  button.type = "button";
  button.setAttribute("aria-expanded", String(open));
  button.dataset.row = row;
  button.addEventListener("click", () => {
    view.open = open ? null : row;
    showVideos(data);
    document.querySelector(`#videos button[data-row="${row}"]`).focus();
  });
  const label = data.labels[row] ?? "–";
  const made = element("tr", { className: open ? "opened" : "" }, [
    element("td", { className: "file" }, [button]),
    element("td", { className: `label ${label}`, text: label }),
    ...choice.chosen.map((v) => probabilityCell(data, row, v)),
    element("td", { className: "number", text: fixed(data.losses[row]) }),
    element("td", { className: "number", text: fixed(data.disagreement[row]) }),
    element("td", {
      className: "number",
      text: fixed(data.changes[row]),
      title: noiseTitle(data, row),
    }),
  ]);
  if (!open) return [made];
  const wide = element("td", {}, [videoDetails(data, row)]);
  wide.colSpan = columns;
  return [made, element("tr", { className: "details" }, [wide])];
}

function noiseTitle(data, row) {
  const noise = data.noise[row];
  return noise === null
    ? "no repeats of the baseline"
    : `varied by ${signed(noise).slice(1)} between repeats of the baseline`;
}

function probabilityCell(data, row, v) {
  const p = data.p[v][row];
  const fallback = data.odd[row]?.[v]?.[1];
  const wrong = isWrong(data, row, v);
  const notes = [wrong && "wrong", fallback && `not scored, 0.5 used: ${fallback}`].filter(Boolean);
  const bar = element("i");
  bar.style.width = `${100 * p}%`;
  return element("td", {
    className: `number ${wrong ? "wrong" : ""}`,
    title: data.variants[v].name,
  }, [
    fixed(p),
    element("span", { className: "meter" }, [bar]),
    ...(notes.length ? [element("small", { text: notes.join(", ") })] : []),
  ]);
}
