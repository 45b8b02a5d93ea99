/**
 * The keyboard of a grid of buttons: one Tab stop, arrow keys between cells, Home and End within a row, with Control
 * to the first and last row. Cells are the elements marked `data-cell` inside `role="row"`; the host renders them with
 * `tabindex="-1"`. When the row with the focus goes away, its neighbour gets it. It never activates a cell.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

const cellsOf = (row: Element | undefined): HTMLElement[] => [
  ...(row?.querySelectorAll<HTMLElement>('[data-cell]') ?? []),
];

const clamp = (at: number, length: number): number => Math.max(0, Math.min(at, length - 1));

export class RovingGrid implements ReactiveController {
  readonly #host: ReactiveElement;
  #active: HTMLElement | undefined;
  /** Where the active cell was, for when it is gone. */
  #row = 0;
  #column = 0;
  #hadFocus = false;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#hadFocus = this.#active !== undefined && this.#root?.activeElement === this.#active;
    if (this.#hadFocus) this.#row = this.#rows.findIndex((row) => row.contains(this.#active ?? null));
  }

  hostUpdated(): void {
    if (this.#active && this.#root?.contains(this.#active)) return;
    const cell = this.#cellAt(this.#hadFocus ? this.#row : 0, this.#hadFocus ? this.#column : 0);
    this.#activate(cell);
    if (this.#hadFocus) cell?.focus();
  }

  hostDisconnected(): void {
    this.#hadFocus = false;
  }

  readonly handleFocusin = (event: Event): void => {
    const cell = (event.target as Element).closest<HTMLElement>('[data-cell]');
    if (cell) this.#activate(cell);
  };

  readonly handleKeydown = (event: KeyboardEvent): void => {
    const active = this.#active;
    if (!active || event.altKey || event.metaKey) return;
    const rows = this.#rows;
    const row = rows.findIndex((one) => one.contains(active));
    const column = cellsOf(rows[row]).indexOf(active);
    const next = this.#target(event, row, column, rows.length);
    if (!next) return;
    event.preventDefault();
    this.#cellAt(...next)?.focus();
  };

  #target(event: KeyboardEvent, row: number, column: number, rows: number): [number, number] | undefined {
    const forward = getComputedStyle(this.#host).direction === 'rtl' ? -1 : 1;
    switch (event.key) {
      case 'ArrowDown':
        return [row + 1, column];
      case 'ArrowUp':
        return [row - 1, column];
      case 'ArrowRight':
        return [row, column + forward];
      case 'ArrowLeft':
        return [row, column - forward];
      case 'Home':
        return event.ctrlKey ? [0, 0] : [row, 0];
      case 'End':
        return event.ctrlKey ? [rows, Infinity] : [row, Infinity];
      default:
        return undefined;
    }
  }

  #cellAt(row: number, column: number): HTMLElement | undefined {
    const rows = this.#rows;
    const cells = cellsOf(rows[clamp(row, rows.length)]);
    return cells[clamp(column, cells.length)];
  }

  #activate(cell: HTMLElement | undefined): void {
    if (cell === this.#active) return;
    this.#active?.setAttribute('tabindex', '-1');
    cell?.setAttribute('tabindex', '0');
    this.#active = cell;
    this.#column = cell ? cellsOf(cell.closest('[role=row]') ?? undefined).indexOf(cell) : 0;
  }

  get #rows(): Element[] {
    return [...(this.#root?.querySelectorAll('[role=row]') ?? [])];
  }

  get #root(): ShadowRoot | null {
    return this.#host.shadowRoot;
  }
}
