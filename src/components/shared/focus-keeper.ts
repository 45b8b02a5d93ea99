/**
 * Keeps the keyboard's focus in an element whose view changed: when the focused control went with the old view, the
 * new view’s main control gets the focus, instead of the page. It takes it from nowhere else, unless told to.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

/** The node that holds `node` as it is shown: the slot it is put into comes before its parent. */
const shownIn = (node: Node): Node | null =>
  (node as Partial<Element>).assignedSlot ?? node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;

function isShownIn(node: Node, host: Element): boolean {
  for (let at: Node | null = node; at; at = shownIn(at)) if (at === host) return true;
  return false;
}

type Root = Document | ShadowRoot;

/** The element's own shadow root, and each root that it stands in, up to the document. */
function rootsAround(host: Element): readonly Root[] {
  const roots: Root[] = host.shadowRoot ? [host.shadowRoot] : [];
  let root = host.getRootNode() as Root;
  for (; root instanceof ShadowRoot; root = root.host.getRootNode() as Root) roots.push(root);
  return [...roots, root];
}

/** What has the focus, looked for into every nested shadow root. */
function focusedBelow(root: Root): Element | null {
  let focused = root.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

/** Whether the focus is within `host`: in its own shadow, in one nested there, or in what a page has put into it. */
const hasFocusWithin = (host: Element): boolean =>
  rootsAround(host).some((root) => {
    const focused = focusedBelow(root);
    return focused !== null && focused !== host && isShownIn(focused, host);
  });

/** Whether nothing has the focus, or something that is no longer shown and so about to lose it. */
function isNowhere({ ownerDocument }: Element): boolean {
  const focused = focusedBelow(ownerDocument);
  return !focused || focused === ownerDocument.body || !focused.checkVisibility();
}

/** What is no control can have the focus too, but a click on it must not give it that. */
function focusWhileItLasts(area: HTMLElement): void {
  const leave = (): void => {
    // A window that is left and come back to has its focus where it was.
    if (!area.ownerDocument.hasFocus()) return;
    area.removeEventListener('blur', leave);
    area.removeAttribute('tabindex');
  };
  area.tabIndex = -1;
  area.addEventListener('blur', leave);
  area.focus();
}

export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #main: () => HTMLElement | null | undefined;
  #had = false;

  /** `main` answers the current view's main control. */
  constructor(host: ReactiveElement, main: () => HTMLElement | null | undefined) {
    this.#host = host;
    this.#main = main;
    host.addController(this);
  }

  /** Takes the focus from wherever it is, as if a control of this view had had it. */
  readonly take = (): void => {
    (focusedBelow(this.#host.ownerDocument) as HTMLElement | null)?.blur();
    this.#had = true;
    this.#host.requestUpdate();
  };

  hostUpdate(): void {
    this.#had ||= hasFocusWithin(this.#host);
  }

  hostUpdated(): void {
    if (!this.#had) return;
    if (isNowhere(this.#host)) void this.#restore();
    else this.#had = false;
  }

  hostDisconnected(): void {
    this.#had = false;
  }

  async #restore(): Promise<void> {
    // A dialog that closes by the same change lets nothing else have the focus before it is closed.
    await this.#host.updateComplete;
    const control = this.#main();
    // What came with this view shows nothing to focus before its own first update, neither the control nor what holds it.
    for (let at: Node | null = control ?? null; at && at !== this.#host; at = shownIn(at))
      if ('updateComplete' in at) await at.updateComplete;
    // By another update meanwhile the view may be a third one, whose own round this is then.
    if (!this.#had || control !== this.#main()) return;
    this.#had = false;
    if (!control || !isNowhere(this.#host)) return;
    control.focus();
    if (isNowhere(this.#host)) focusWhileItLasts(control);
  }
}
