// The script of report.html. It runs in the reader's browser and makes every text with textContent, because
// file names and error texts come from data.

const PAGE = 100;

function element(name, { text, className, title } = {}, children = []) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  if (title) made.title = title;
  made.append(...children);
  return made;
}

/** Numbers before texts, nothing last, whichever way round. */
function compare(a, b, sign) {
  const [noA, noB] = [a === null || a === "", b === null || b === ""];
  if (noA || noB) return Number(noA) - Number(noB);
  const difference = Number(a) - Number(b);
  return sign * (Number.isNaN(difference) ? String(a).localeCompare(String(b)) : difference);
}

/** Marks the heading that rows are sorted by, and tells the direction: the other one when pressed again. */
function turn(heading) {
  const ascending = heading.getAttribute("aria-sort") !== "ascending";
  for (const other of heading.parentElement.children) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  return ascending ? 1 : -1;
}

function makeSortable(table) {
  for (const heading of table.querySelectorAll("thead th")) {
    heading.querySelector("button").addEventListener("click", () => {
      const sign = turn(heading);
      const place = heading.cellIndex;
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => compare(a.cells[place].dataset.sort, b.cells[place].dataset.sort, sign));
      table.tBodies[0].append(...rows);
    });
  }
}

function makeFilter(input) {
  const rows = [...document.getElementById(input.dataset.filter).tBodies[0].rows];
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const row of rows) {
      row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
    }
  });
}

function makeCopy(button) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Selected";
    }
  });
}

const data = JSON.parse(document.getElementById("video-data").textContent);
const byId = (id) => document.getElementById(`video-${id}`);
const state = { sort: (row) => row.m, sign: -1, shown: PAGE };

function chosenVariants() {
  return [...byId("variants").querySelectorAll("input:checked")].map((box) => Number(box.value));
}

/** Whether a variant calls a labelled video what it is not. */
function isWrong(row, v) {
  return row.l !== null && (row.p[v] >= data.decisions[v]) !== (row.l === "FAKE");
}

function wantedRows(variants) {
  const search = byId("search").value.toLowerCase();
  const label = byId("label").value;
  const show = byId("show").value;
  return data.rows.filter((row) =>
    (!label || row.l === label) &&
    (!search || `${row.f}\n${row.g}`.toLowerCase().includes(search)) &&
    (show !== "wrong" || variants.some((v) => isWrong(row, v))) &&
    (show !== "fallback" || variants.some((v) => row.o[v] && row.o[v][1]))
  ).sort((a, b) => compare(state.sort(a), state.sort(b), state.sign) || compare(a.f, b.f, 1));
}

function columnsOf(variants) {
  return [
    { title: "file", text: true, value: (row) => row.f },
    { title: "label", text: true, value: (row) => row.l },
    ...variants.map((v) => ({ title: data.variants[v], value: (row) => row.p[v] })),
    { title: "mean log loss", value: (row) => row.m },
    { title: "why", text: true, value: (row) => whyOf(row, variants) },
  ];
}

/** What went wrong with a video in the variants shown, each text once. */
function whyOf(row, variants) {
  const texts = variants.flatMap((v) =>
    row.o[v] ? [row.o[v][2] || row.o[v][1] || row.o[v][0]] : []
  );
  return [...new Set(texts)].join("; ");
}

function probabilityCell(row, v) {
  const [status, fallback] = row.o[v] ?? ["ok", ""];
  const faces = `${row.n[v]} ${row.n[v] === 1 ? "face" : "faces"}`;
  const wrong = isWrong(row, v);
  const note = fallback ? `put in: ${fallback}` : status === "ok" ? faces : status;
  const bar = element("i");
  bar.style.width = `${100 * row.p[v]}%`;
  return element("td", {
    className: wrong ? "wrong" : "",
    title: `${data.variants[v]}: ${row.p[v]}, ${faces}, ${status}`,
  }, [
    row.p[v].toFixed(3),
    element("span", { className: "meter" }, [bar]),
    element("small", { text: wrong ? `wrong, ${note}` : note }),
  ]);
}

function videoRow(row, variants) {
  return element("tr", {}, [
    element("td", { className: "file", text: row.f, title: row.g }),
    element("td", { text: row.l ?? "–" }),
    ...variants.map((v) => probabilityCell(row, v)),
    element("td", { text: row.m === null ? "–" : row.m.toFixed(3) }),
    element("td", { text: whyOf(row, variants) }),
  ]);
}

/** Headings; they are made anew only when the choice of variants changes. */
function showHeadings() {
  const cells = columnsOf(chosenVariants()).map(({ title, text, value }) => {
    const button = element("button", { text: title });
    const heading = element("th", { className: text ? "text" : "number" }, [button]);
    heading.scope = "col";
    button.type = "button";
    button.addEventListener("click", () => {
      Object.assign(state, { sort: value, sign: turn(heading) });
      showVideos();
    });
    if (title === "mean log loss") heading.setAttribute("aria-sort", "descending");
    return heading;
  });
  document.querySelector("#videos thead").replaceChildren(element("tr", {}, cells));
}

function showVideos() {
  const variants = chosenVariants();
  const rows = wantedRows(variants);
  const body = document.querySelector("#videos tbody");
  body.replaceChildren(...rows.slice(0, state.shown).map((row) => videoRow(row, variants)));
  const shown = Math.min(state.shown, rows.length);
  byId("count").textContent = `${shown} of ${rows.length} shown`;
  byId("more").hidden = shown === rows.length;
}

document.querySelectorAll("table.sortable").forEach(makeSortable);
document.querySelectorAll("[data-filter]").forEach(makeFilter);
document.querySelectorAll("[data-copy]").forEach(makeCopy);
for (const id of ["search", "label", "show"]) {
  byId(id).addEventListener("input", () => {
    state.shown = PAGE;
    showVideos();
  });
}
byId("variants").addEventListener("change", () => {
  Object.assign(state, { sort: (row) => row.m, sign: -1 });
  showHeadings();
  showVideos();
});
byId("more").addEventListener("click", () => {
  state.shown += PAGE;
  showVideos();
});
showHeadings();
showVideos();
