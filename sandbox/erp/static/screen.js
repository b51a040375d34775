// The frame around every view: the menu, the one place for messages, the toast, and what stands there when signed out.
import { SignedOut, call } from "/static/api.js";
import { div, element, icon } from "/static/element.js";

const TOAST_MS = 6000;
const content = div("indhold");
const message = element("div", { className: "besked", attributes: { role: "alert" } });

export function start() {
  const leave = () => attempt(async () => {
    await call("POST", "/api/log-af");
    location.assign("/");
  });
  document.getElementById("app").append(
    div("top", div("navn", "KØB & BETAL"),
      icon("▤", "Fakturaer", () => go("#/fakturaer")), icon("✓", "Bilag", () => go("#/bilag")), icon("⏻", "Log af", leave)),
    content, div("bund", "OPDIGTET SYSTEM - ingen rigtige leverandører eller fakturaer"));
}

export function show(title, ...parts) {
  message.textContent = "";
  content.replaceChildren(div("titel", title), message, ...parts);
}

export function go(where) {
  if (location.hash === where) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = where;
}

export function toast(text) {
  const shown = element("div", { className: "toast", attributes: { role: "status" } }, text);
  document.body.append(shown);
  setTimeout(() => shown.remove(), TOAST_MS);
}

export async function attempt(work) {
  message.textContent = "";
  try {
    await work();
  } catch (error) {
    if (error instanceof SignedOut) signedOut();
    else message.textContent = error.message;
    if (!message.isConnected) content.append(message);
  }
}

function signedOut() {
  const again = element("button", { className: "primaer", onclick: () => location.assign("/") }, "Log på igen");
  show("Du er logget ud", div("", "Din session er udløbet."), again);
}
