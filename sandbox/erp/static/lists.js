// The two lists, each with its two criteria. An answer that was overtaken by a later question is not shown.
import { call } from "/static/api.js";
import { div, element, icon } from "/static/element.js";
import { grid } from "/static/grid.js";
import { attempt, go, show } from "/static/screen.js";

const LISTS = {
  fakturaer: { title: "Fakturaer til kontering", path: "/api/fakturaer", opens: "#/faktura/", criteria: { fakturanr: "Fakturanr.", cvr: "CVR" } },
  bilag: { title: "Bilag", path: "/api/bilag", opens: "#/bilag/", criteria: { fakturanr: "Fakturanr.", tekst: "Tekst" } },
};
let asked = 0;

export async function list(name, wanted = {}, page = 1) {
  const { title, path, opens, criteria } = LISTS[name];
  const mine = ++asked;
  const listing = await call("GET", `${path}?${new URLSearchParams({ ...wanted, side: page })}`);
  if (mine !== asked) return;
  const fields = Object.entries(criteria).map(([key, placeholder]) =>
    element("input", { name: key, placeholder, value: wanted[key] ?? "" }));
  const search = () => attempt(() => list(name, Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]))));
  const used = Object.entries(wanted).filter(([, value]) => value).map(([key, value]) => `${criteria[key]} ${value}`);
  show(title,
    div("filter", ...fields, icon("⌕", "Søg", search)),
    div("soegt", used.length ? `Søgt på: ${used.join(", ")}` : ""),
    ...grid(listing, (key) => go(opens + key), (number) => attempt(() => list(name, wanted, number))));
}

export function leaveLists() {
  asked++;
}
