// One invoice, its account coding, and the one click that books it.
import { call } from "/static/api.js";
import { div, element, icon } from "/static/element.js";
import { attempt, go, show, toast } from "/static/screen.js";

const ore = (text) => Math.round(Number(text.replaceAll(".", "").replace(",", ".")) * 100);
const kroner = (amount) => (amount / 100).toLocaleString("da-DK", { minimumFractionDigits: 2 });
const field = (name, value) => div("felt", div("", name), div("", value));
const header = (...names) => div("raekke hoved", ...names.map((name) => div("", name)));

export async function invoice(key) {
  const known = await call("GET", `/api/fakturaer/${key}`);
  const draft = { invoice: known.id, lines: [emptyLine()], reference: "", note: "" };
  const coding = div("kontering");
  redraw(coding, draft, known);
  const typed = (name, placeholder) => element("input", { placeholder, oninput: ({ target }) => (draft[name] = target.value) });
  const book = element("button", { className: "primaer", onclick: () => attempt(() => save(draft)) }, "Bogfør");
  show("Faktura", ...facts(known), header("Varetekst", "Antal", "Beløb"),
    ...known.lines.map((line) => div("raekke", div("", line.text), div("", line.quantity), div("", line.amount))),
    coding, div("filter", typed("reference", "Tekst"), typed("note", "Note")), book);
}

export async function voucher(number) {
  const known = await call("GET", `/api/bilag/${number}`);
  show(`Bilag ${known.number}`, field("Leverandør", known.supplier), field("CVR", known.cvr), field("Fakturanr.", known.invoice_number),
    field("Beløb", known.amount), field("Tekst", known.reference), field("Note", known.note), header("Konto", "Omkostningssted", "Beløb"),
    ...known.lines.map((line) => div("raekke", div("", line.account), div("", line.cost_centre), div("", line.amount))));
}

function facts(known) {
  return [field("Leverandør", known.supplier), field("CVR", known.cvr), field("EAN", known.ean), field("Fakturanr.", known.number),
    field("Fakturadato", known.issued), field("Forfaldsdato", known.due), field("Beløb", known.amount)];
}

const emptyLine = () => ({ account: "", cost_centre: "", amount: "" });

function redraw(coding, draft, known) {
  const rest = div("rest");
  const count = () => {
    const placed = draft.lines.reduce((sum, line) => sum + (ore(line.amount) || 0), 0);
    rest.textContent = `Rest: ${kroner(ore(known.amount) - placed)}`;
  };
  const cell = (line, name, placeholder) => div("", element("input", {
    placeholder, value: line[name], oninput: ({ target }) => { line[name] = target.value; count(); } }));
  const change = (lines) => { draft.lines = lines; redraw(coding, draft, known); };
  const rows = draft.lines.map((line) => div("raekke",
    cell(line, "account", known.account_prompt), cell(line, "cost_centre", "Omkostningssted"), cell(line, "amount", "Beløb"),
    div("", icon("🗑", "Slet linje", () => change(draft.lines.filter((other) => other !== line))))));
  coding.replaceChildren(header(known.account_prompt, "Omkostningssted", "Beløb", ""), ...rows,
    div("filter", icon("+", "Tilføj linje", () => change([...draft.lines, emptyLine()])), rest));
  count();
}

async function save(draft) {
  const said = await call("POST", "/api/bilag", draft);
  toast(`Bogført som bilag ${said.voucher}`);
  go("#/fakturaer");
}
