// A list of `div`s, ten rows a page; a new page is fetched while the old rows stay, and then everything is drawn anew.
import { div, element, icon } from "/static/element.js";

const NEAR = 2;

export function grid(listing, open, turn) {
  const shown = element("div", { className: "gitter", attributes: { role: "grid" } },
    row("columnheader", listing.headers, ""),
    listing.rows.map((each) => row("gridcell", each.cells, icon("›", "Åbn", () => open(each.key)))));
  const nothing = listing.rows.length ? [] : [div("", "Ingen poster.")];
  return [shown, ...nothing, pager(listing, shown, turn)];
}

function row(role, cells, last) {
  const className = role === "columnheader" ? "raekke hoved" : "raekke";
  const made = [...cells, last].map((cell) => element("div", { attributes: { role } }, cell));
  return element("div", { className, attributes: { role: "row" } }, ...made);
}

function pager({ page, pages, total }, shown, turn) {
  const onclick = (number) => () => {
    shown.setAttribute("aria-busy", "true");
    turn(number);
  };
  const buttons = [];
  let before = 0;
  for (let number = 1; number <= pages; number++) {
    if (number !== 1 && number !== pages && Math.abs(number - page) > NEAR) continue;
    if (number > before + 1) buttons.push(element("span", {}, "…"));
    const current = number === page ? { "aria-current": "page" } : {};
    buttons.push(element("button", { title: `Side ${number}`, onclick: onclick(number), attributes: current }, `${number}`));
    before = number;
  }
  return div("sider", div("antal", `Side ${page} af ${pages} - ${total} i alt`), ...buttons);
}
