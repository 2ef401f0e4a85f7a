"use strict";
(function () {
  const filter = document.querySelector(".filter");
  if (!filter) return;
  const buttons = [...filter.querySelectorAll("button")];
  const search = filter.querySelector("input");
  const told = filter.querySelector("output");
  const entries = [...document.querySelectorAll("#elements li")];
  const groups = [...document.querySelectorAll("#elements .group")];
  const marks = [...document.querySelectorAll("#text .body mark")];
  let status = "";

  function apply() {
    const words = search.value.trim().toLowerCase();
    const kept = new Set();
    for (const entry of entries) {
      const fits = (!status || entry.dataset.status === status) && entry.textContent.toLowerCase().includes(words);
      entry.hidden = !fits;
      if (fits) kept.add(entry.dataset.number);
    }
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    const all = kept.size === entries.length;
    for (const mark of marks) {
      mark.classList.toggle("off", !all && !mark.dataset.numbers.split(" ").some((number) => kept.has(number)));
    }
    told.textContent = all ? "" : "显示 " + kept.size + " 项，共 " + entries.length + " 项；原文只标这几项的句子。";
  }

  function choose(button) {
    status = button.dataset.status;
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    apply();
  }

  // A jump to an element that the filter hides lifts the filter first.
  function reveal() {
    const aim = document.getElementById(location.hash.slice(1));
    if (!aim || !aim.hidden) return;
    search.value = "";
    choose(buttons[0]);
    aim.scrollIntoView();
  }

  for (const button of buttons) button.addEventListener("click", () => choose(button));
  search.addEventListener("input", apply);
  addEventListener("hashchange", reveal);
  filter.hidden = false;
})();
