// Every call of the server. Who is signed out is told by `SignedOut`, whatever else goes wrong by `Refused`.
export class SignedOut extends Error {}
export class Refused extends Error {}

let token = "";

export async function begin() {
  token = (await call("GET", "/api/session")).csrf;
}

export async function call(method, path, body) {
  const headers = method === "GET" ? {} : { "Content-Type": "application/json", "X-CSRF-Token": token };
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Refused("Ingen forbindelse til serveren. Prøv igen.");
  }
  if (answer.status === 401) throw new SignedOut();
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.error);
  return said;
}
