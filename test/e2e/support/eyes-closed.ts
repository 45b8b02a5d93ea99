/**
 * Runs in the page before anything else. It tells what somebody without a mouse or without sight is given: what has the
 * focus, by its name; whether that can be seen; and what live regions have said, in order. It changes nothing.
 */
export interface Focused {
  readonly tag: string;
  /** As assistive technology would say it, as far as attributes and text tell. */
  readonly name: string;
  /** The ring is drawn, and nothing lies over the middle of what has it. */
  readonly seen: boolean;
  /** Its lesser side, in pixels. */
  readonly size: number;
}

export interface EyesClosed {
  focused(): Focused;
  /** What was said, the oldest first. */
  readonly said: string[];
}

declare global {
  interface Window {
    eyesClosed: EyesClosed;
  }
}

export function closeEyes(): void {
  const said: string[] = [];
  const spoken = new WeakMap<Element, string>();
  const plain = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

  const regionOf = (node: Node): Element | null | undefined => {
    const element = node instanceof Element ? node : node.parentElement;
    const region = element?.closest('[role=status],[role=alert],[role=log],[aria-live]');
    return region?.getAttribute('aria-live') === 'off' ? null : region;
  };
  const listen = (root: Node): void => {
    new MutationObserver((changes) => {
      for (const region of new Set(changes.map(({ target }) => regionOf(target)))) {
        const text = plain(region?.textContent ?? '');
        if (!region?.checkVisibility() || text === spoken.get(region)) continue;
        spoken.set(region, text);
        if (text !== '') said.push(text);
      }
    }).observe(root, { childList: true, characterData: true, subtree: true });
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachAndListen(init) {
    const root = attach.call(this, init);
    listen(root);
    return root;
  };
  listen(document);

  const deepest = (first: Element | null, next: (root: ShadowRoot) => Element | null): Element | null => {
    const inner = first?.shadowRoot ? next(first.shadowRoot) : null;
    return inner && inner !== first ? deepest(inner, next) : first;
  };
  const hasRing = (element: Element): boolean =>
    [element, element.closest('form')].some((one) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
    });
  const isOnTop = (element: Element): boolean => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const [atX, atY] = [x + width / 2, y + height / 2];
    const top = deepest(document.elementFromPoint(atX, atY), (root) => root.elementFromPoint(atX, atY));
    const around = (node: Node): Node | null =>
      (node as Element).assignedSlot ?? node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;
    for (let at: Node | null = top; at; at = around(at)) if (at === element) return true;
    return false;
  };
  const nameOf = (element: Element): string => {
    const label = (element as Partial<HTMLInputElement>).labels?.item(0);
    const text = (label ?? element).textContent;
    return plain(element.getAttribute('aria-label') ?? text) || plain((element as HTMLElement).title);
  };
  const sidesOf = (element: Element): readonly [number, number] => {
    // A label around a control is pressed for it.
    const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
    return [width, height];
  };
  window.eyesClosed = {
    said,
    focused: () => {
      const element = deepest(document.activeElement, (root) => root.activeElement) ?? document.body;
      return {
        tag: element.localName,
        name: element === document.body ? '' : nameOf(element),
        size: Math.min(...sidesOf(element)),
        seen: element.matches(':focus-visible') && hasRing(element) && isOnTop(element),
      };
    },
  };
}
