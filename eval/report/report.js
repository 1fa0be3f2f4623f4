// Filters and sorts the list of questions. Without it the whole list is there, in the order of the question files.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const list = document.getElementById("rows");
  const shown = document.getElementById("shown");
  const rows = [...list.children];
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const texts = new Map(
    rows.map((row) => [row, [...row.querySelectorAll("[data-search]")].map((part) => plain(part.textContent)).join("\n")]),
  );

  const order = (name) => {
    const sign = name.startsWith("-") ? -1 : 1;
    const key = name.replace("-", "");
    const number = (row) => Number(row.dataset.number);
    return (a, b) => {
      const [x, y] = [a.dataset[key], b.dataset[key]];
      if (!x || !y) return (x ? -1 : y ? 1 : 0) || number(a) - number(b); // those without a figure come last
      return sign * (x - y) || number(a) - number(b);
    };
  };

  const filter = () => {
    const wanted = new FormData(form);
    const words = wanted.get("words").split(/\s+/).map(plain).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const fits = ["verdict", "stage", "type", "persona"].every(
        (name) => !wanted.get(name) || row.dataset[name] === wanted.get(name),
      );
      row.hidden = !(fits && words.every((word) => texts.get(row).includes(word)));
      count += !row.hidden;
    }
    shown.textContent = count === rows.length ? `${count}問` : `${rows.length}問のうち${count}問を表示`;
  };

  const sort = () => list.append(...rows.sort(order(form.elements.order.value)));

  form.addEventListener("input", (event) => (event.target.name === "order" ? sort() : filter()));
  form.addEventListener("reset", () =>
    setTimeout(() => {
      sort();
      filter();
    }),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
