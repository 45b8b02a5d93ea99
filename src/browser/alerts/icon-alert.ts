/**
 * Puts a drawn telephone in place of the page's icon, green while it rings, red when a call was missed. It is a `data:`
 * address, which a page's policy may refuse: that is tried once, and then let be. A page without an icon gets none.
 */
const PHONE =
  'M5 3.8h3.2l1.7 4.4-2.1 1.5a11.5 11.5 0 0 0 6.5 6.5l1.5-2.1 4.4 1.7V19a1.9 1.9 0 0 1-2 1.9A15.6 15.6 0 0 1 3.1 5.8 1.9 1.9 0 0 1 5 3.8z';

const draw = (color: string): string =>
  'data:image/svg+xml,' +
  encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="12" fill="${color}"/><path d="${PHONE}" fill="#fff" transform="translate(3 3) scale(.75)"/></svg>`,
  );

const ICONS = { ring: draw('#12824a'), missed: draw('#c8322b') } as const;
export type IconKind = keyof typeof ICONS;

let trial: Promise<boolean> | undefined;

/** Whether this page may show a drawn image, found out once. */
function isAllowed(): Promise<boolean> {
  if (!trial) {
    const image = new Image();
    image.src = ICONS.ring;
    trial = image.decode().then(
      () => true,
      () => false,
    );
  }
  return trial;
}

interface Shown {
  readonly owner: IconAlert;
  readonly before: string;
  readonly now: string;
}

/** The page's icons that show ours, with what they had: two providers of one page share them. */
const shown = new Map<HTMLLinkElement, Shown>();

export class IconAlert {
  #kind: IconKind | null = null;

  show(kind: IconKind | null): void {
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.#restore();
    if (kind !== null && linksOf(document).length > 0) void this.#put(kind);
  }

  async #put(kind: IconKind): Promise<void> {
    if (!(await isAllowed()) || this.#kind !== kind) return;
    const now = ICONS[kind];
    for (const link of linksOf(document)) {
      const href = link.getAttribute('href');
      if (href === null) continue;
      const ours = shown.get(link);
      const before = ours?.now === href ? ours.before : href;
      shown.set(link, { owner: this, before, now });
      link.setAttribute('href', now);
    }
  }

  /** What the page has changed since is the page's. */
  #restore(): void {
    for (const [link, { owner, before, now }] of shown) {
      if (owner !== this) continue;
      if (link.getAttribute('href') === now) link.setAttribute('href', before);
      shown.delete(link);
    }
  }
}

const linksOf = ({ head }: Document): readonly HTMLLinkElement[] => [
  ...head.querySelectorAll<HTMLLinkElement>('link[rel~="icon" i]'),
];
