/**
 * Finds the links in what somebody wrote: only http and https, only where what is shown is where it leads. Pure; what is
 * no link stays text, and nothing is ever added or left out. It makes no elements.
 */
export interface Link {
  /** As it was written. */
  readonly text: string;
  /** As the browser reads it. */
  readonly href: string;
}

/**
 * From a scheme that begins a word up to white space, quotes, brackets of markup, punctuation that cannot be part of an
 * address, and anything invisible: that could show another address than the one it leads to.
 */
const CANDIDATE =
  /(?<![\w+.:/@%-])[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\p{C}\p{Z}\s<>"`\\^{|}«»“”‘’„‹›「」『』【】（）《》、。，！？；：؟،؛]+/gu;

/** No user name, which would look like the host, and plain letters only, since others can look like them. */
const HONEST = /^https?:\/\/[a-z0-9.-]+(?::\d+)?(?:[/?#]|$)/i;

const MARKS = ".,;:!?'*_~…";
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

const countOf = (text: string, mark: string): number => text.split(mark).length - 1;

const isUnopened = (text: string, opener: string, closer: string): boolean =>
  countOf(text, closer) > countOf(text, opener);

/** A sentence's own punctuation after an address is not part of it; a bracket is, if it was opened within. */
function withoutTail(text: string): string {
  let end = text.length;
  for (; end > 0; end -= 1) {
    const last = text.charAt(end - 1);
    const opener = CLOSERS[last];
    const isTail = opener === undefined ? MARKS.includes(last) : isUnopened(text.slice(0, end), opener, last);
    if (!isTail) break;
  }
  return text.slice(0, end);
}

function toLink(text: string): Link | undefined {
  if (!HONEST.test(text)) return undefined;
  try {
    return { text, href: new URL(text).href };
  } catch {
    return undefined;
  }
}

/** The text in pieces, in order: links, and what stands between them. */
export function linkParts(text: string): readonly (string | Link)[] {
  const parts: (string | Link)[] = [];
  let done = 0;
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const link = toLink(withoutTail(candidate));
    if (!link) continue;
    if (index > done) parts.push(text.slice(done, index));
    parts.push(link);
    done = index + link.text.length;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}
