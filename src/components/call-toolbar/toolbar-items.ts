/**
 * Which controls stand in a toolbar: of what is slotted, every element that can have the focus, at any depth, and every
 * one that passes the focus on into its shadow, as the elements of this library do. It looks again when one of them comes,
 * goes, is hidden or disabled, takes them out of the page's Tab order one by one, and gives their own `tabindex` back
 * when they leave. It moves no focus.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import type { CellLayout } from '../shared/roving-grid.js';

const FOCUSABLE = ':is(a[href],button,input,select,textarea,summary,[tabindex]):not([tabindex="-1"])';

const WATCHED = { subtree: true, childList: true, attributeFilter: ['disabled', 'hidden'] };

const isUsable = (item: HTMLElement): boolean => item.checkVisibility() && !item.matches(':disabled');

export class ToolbarItems implements ReactiveController, CellLayout {
  readonly #host: ReactiveElement;
  /** Each item, and the `tabindex` it came with. */
  readonly #former = new Map<HTMLElement, string | null>();
  #items: readonly HTMLElement[] = [];
  #changes: MutationObserver | undefined;
  #sizes: ResizeObserver | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const look = (): void => {
      this.#host.requestUpdate();
    };
    this.#changes = new MutationObserver(look);
    this.#sizes = new ResizeObserver(look);
    look();
  }

  hostUpdated(): void {
    if (!this.#host.isConnected) return;
    this.#items = this.#itemsIn(this.#host.renderRoot);
    for (const item of this.#former.keys()) if (!this.#items.includes(item)) this.#letGo(item);
    for (const item of this.#items) if (!this.#former.has(item)) this.#take(item);
    this.#changes?.disconnect();
    const slot = this.#host.renderRoot.querySelector('slot');
    for (const element of slot?.assignedElements({ flatten: true }) ?? [])
      this.#changes?.observe(element, WATCHED);
  }

  hostDisconnected(): void {
    this.#changes?.disconnect();
    this.#sizes?.disconnect();
    for (const item of this.#former.keys()) this.#letGo(item);
  }

  rows(): readonly Element[] {
    return [this.#host];
  }

  cells(row: Element | undefined): readonly HTMLElement[] {
    return row ? this.#items.filter(isUsable) : [];
  }

  rowOf(node: EventTarget): Element | undefined {
    return this.#former.has(node as HTMLElement) ? this.#host : undefined;
  }

  /** Those at or below a node, as they are shown: what a slot shows comes in its place. */
  #itemsIn(node: Element | DocumentFragment): readonly HTMLElement[] {
    const below = node instanceof HTMLSlotElement ? node.assignedElements({ flatten: true }) : node.children;
    return node instanceof HTMLElement && this.#isItem(node)
      ? [node]
      : [...below].flatMap((child) => this.#itemsIn(child));
  }

  #isItem(element: HTMLElement): boolean {
    if (element.matches(':not(:defined)'))
      void customElements.whenDefined(element.localName).then(() => {
        this.#host.requestUpdate();
      });
    return (
      this.#former.has(element) || element.shadowRoot?.delegatesFocus === true || element.matches(FOCUSABLE)
    );
  }

  #take(item: HTMLElement): void {
    this.#former.set(item, item.getAttribute('tabindex'));
    item.setAttribute('tabindex', '-1');
    this.#sizes?.observe(item);
  }

  #letGo(item: HTMLElement): void {
    const former = this.#former.get(item) ?? null;
    this.#former.delete(item);
    this.#sizes?.unobserve(item);
    if (former === null) item.removeAttribute('tabindex');
    else item.setAttribute('tabindex', former);
  }
}
