"use strict";
(function () {
  const collator = new Intl.Collator("zh-CN");

  // Sorting: a table's rows are read once, then only put in another order.
  function sortable(table, changed) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows].map((row) => ({
      row,
      keys: heads.map((head, at) => {
        const cell = row.cells[at];
        const text = cell.dataset.v ?? cell.textContent;
        return head.dataset.sort === "number" ? (text === "" ? -Infinity : parseFloat(text)) : text;
      }),
    }));

    function sort(at) {
      const numeric = heads[at].dataset.sort === "number";
      const first = numeric && at ? "descending" : "ascending";
      const now = heads[at].getAttribute("aria-sort");
      const order = !now ? first : now === "ascending" ? "descending" : "ascending";
      const sign = order === "ascending" ? 1 : -1;
      rows.sort((a, b) => sign * (numeric ? a.keys[at] - b.keys[at] || 0 : collator.compare(a.keys[at], b.keys[at])));
      for (const head of heads) head.removeAttribute("aria-sort");
      heads[at].setAttribute("aria-sort", order);
      body.append(...rows.map((item) => item.row));
      if (changed) changed();
    }

    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(at));
    });
  }

  const ranking = document.querySelector(".ranking");
  if (!ranking) return;
  const reports = [...ranking.tBodies[0].rows].map((row) => ({
    row,
    letters: row.dataset.h,
    words: [1, 8, 9].map((at) => row.cells[at].textContent).join(" ").toLowerCase(),
    level: row.cells[10].textContent,
    lacking: row.cells[4].dataset.v !== "0",
  }));
  const byRow = new Map(reports.map((report) => [report.row, report]));
  let shown = reports;

  // The heat map follows the table: its order and its filter.
  const map = document.getElementById("map");
  const cursor = document.getElementById("cursor");
  const told = document.querySelector(".told");
  const size = Object.fromEntries(["left", "top", "cell", "row"].map((name) => [name, Number(map.dataset[name])]));
  const columns = reports[0].letters.length;
  const names = [...document.querySelectorAll(".tallies tbody th")].map((cell) => cell.textContent);
  const states = { c: "已覆盖", m: "仅提及", x: "缺失", "-": "不适用" };
  const at = { x: 0, y: 0 };

  function draw() {
    for (const letter of "cmx") {
      const runs = new RegExp(letter + "+", "g");
      const parts = [];
      shown.forEach((report, y) => {
        for (const run of report.letters.matchAll(runs)) parts.push("M" + run.index + " " + y + "h" + run[0].length);
      });
      map.querySelector(".cells ." + letter).setAttribute("d", parts.join(""));
    }
    const places = map.querySelector(".places");
    const step = Math.ceil(11 / size.row);
    const labels = [];
    for (let y = 0; y < shown.length; y += step) {
      const label = document.createElementNS("http://www.w3.org/2000/svg", "text");
      label.setAttribute("x", size.left - 4);
      label.setAttribute("y", size.top + y * size.row + Math.min(size.row, 11));
      label.textContent = shown[y].row.cells[0].textContent;
      labels.push(label);
    }
    places.replaceChildren(...labels);
    const height = size.top + shown.length * size.row + 1;
    map.setAttribute("height", height);
    map.setAttribute("viewBox", "0 0 " + map.getAttribute("width") + " " + height);
    cursor.setAttribute("visibility", "hidden");
  }

  function point(x, y) {
    at.x = Math.max(0, Math.min(columns - 1, x));
    at.y = Math.max(0, Math.min(shown.length - 1, y));
    const report = shown[at.y];
    if (!report) return;
    cursor.setAttribute("x", size.left + at.x * size.cell);
    cursor.setAttribute("y", size.top + at.y * size.row);
    cursor.setAttribute("visibility", "visible");
    const cells = report.row.cells;
    told.textContent = "第 " + cells[0].textContent + " 名 " + cells[1].textContent + "——" + (at.x + 1) + ". " + names[at.x] + "：" + states[report.letters[at.x]];
  }

  function follow() {
    const link = shown[at.y] && shown[at.y].row.querySelector("a");
    if (link) location.href = link.getAttribute("href") + "#e" + (at.x + 1);
  }

  function cellOf(event) {
    const box = map.getBoundingClientRect();
    const scale = map.viewBox.baseVal.width / box.width;
    const x = Math.floor(((event.clientX - box.left) * scale - size.left) / size.cell);
    const y = Math.floor(((event.clientY - box.top) * scale - size.top) / size.row);
    return x >= 0 && x < columns && y >= 0 && y < shown.length ? [x, y] : null;
  }

  map.addEventListener("mousemove", (event) => {
    const cell = cellOf(event);
    if (cell) point(...cell);
  });
  map.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (cell) {
      point(...cell);
      follow();
    }
  });
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  map.parentElement.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step) {
      const fresh = cursor.getAttribute("visibility") === "hidden";
      point(at.x + (fresh ? 0 : step[0]), at.y + (fresh ? 0 : step[1]));
      cursor.scrollIntoView({ block: "nearest", inline: "nearest" });
      event.preventDefault();
    } else if (event.key === "Enter" && cursor.getAttribute("visibility") !== "hidden") follow();
  });

  const filter = document.querySelector(".filter");
  const [search, lacking] = filter.querySelectorAll("input");
  const level = filter.querySelector("select");
  function apply() {
    const words = search.value.trim().toLowerCase();
    for (const report of reports) {
      report.row.hidden = !(report.words.includes(words) && (!level || !level.value || report.level === level.value) && (!lacking.checked || report.lacking));
    }
    refresh();
    filter.querySelector("output").textContent = shown.length === reports.length ? "" : "显示 " + shown.length + " 份，共 " + reports.length + " 份";
  }
  function refresh() {
    shown = [...ranking.tBodies[0].rows].filter((row) => !row.hidden).map((row) => byRow.get(row));
    draw();
  }
  for (const control of [search, lacking, level]) if (control) control.addEventListener("input", apply);

  sortable(ranking, refresh);
  sortable(document.querySelector(".tallies"));
  filter.hidden = false;
  told.hidden = false;
  refresh();
})();
