"""A frame's text as it is read, without its values: headings, labels and messages, and a mark where a value stands."""

from playwright.sync_api import Frame

from connectors.browser.evidence.masking import PICTURE_TAGS, VALUES

MARK = "[…]"

_READ = """([values, pictures, mark]) => {
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\\s+/g, ' ');
    if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return '';
    const element = node.nodeType === Node.ELEMENT_NODE;
    if (element && (['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE'].includes(node.tagName))) return '';
    const style = element ? getComputedStyle(node) : null;
    if (style && (style.display === 'none' || style.visibility === 'hidden')) return '';
    const inline = !style || style.display.startsWith('inline') || style.display === 'contents';
    const block = (text) => inline ? text : `\\n${text}\\n`;
    if (element && node.matches(pictures)) return block(` ${mark} `);
    if (element && node.matches(values)) {
      const button = node.tagName === 'INPUT' && ['submit', 'button', 'reset'].includes(node.type);
      const empty = !(node.value || node.textContent || '').trim();
      return block(button ? node.value : empty ? '' : ` ${mark} `);
    }
    if (element && node.tagName === 'BR') return '\\n';
    return block([...(node.shadowRoot || node).childNodes].map(read).join(''));
  };
  const root = document.body || document.documentElement;
  const lines = root ? read(root).split('\\n').map((line) => line.trim()).filter(Boolean) : [];
  return {title: document.title, text: lines.join('\\n')};
}"""


def read_text(frame: Frame, *, timeout_ms: float) -> tuple[str, str]:
    """The document's title, and its text a line per block.

    A page that is busy for ever is given up after the timeout; asked in any other way it would be waited for, for ever.

    Raises:
        playwright.sync_api.TimeoutError: The page doesn't answer.
    """
    arguments = [VALUES, ", ".join(sorted(PICTURE_TAGS)), MARK]
    found = frame.wait_for_function(_READ, arg=arguments, polling=50, timeout=timeout_ms).json_value()
    return str(found["title"]), str(found["text"])
