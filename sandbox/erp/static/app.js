// The page: what stands after `#` is the view.
import { begin } from "/static/api.js";
import { invoice, voucher } from "/static/invoice.js";
import { leaveLists, list } from "/static/lists.js";
import { attempt, start } from "/static/screen.js";

function view() {
  leaveLists();
  const [, name, key] = location.hash.split("/");
  if (name === "faktura") return invoice(key);
  if (name === "bilag") return key ? voucher(key) : list("bilag");
  return list("fakturaer");
}

start();
addEventListener("hashchange", () => attempt(view));
attempt(async () => {
  await begin();
  await view();
});
