// Everything on the screen is made here: a tag, its properties, its children.
export function element(tag, { attributes = {}, ...properties }, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.flat());
  return made;
}

export const div = (className, ...children) => element("div", { className }, ...children);

export const icon = (glyph, title, onclick) => element("button", { title, onclick, type: "button" }, glyph);
