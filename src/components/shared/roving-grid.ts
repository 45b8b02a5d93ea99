/**
 * The keyboard of a grid of controls: one Tab stop, arrow keys between cells, Home and End within a row, with Control
 * to the first and last row; a row alone leaves up and down to its cells. When the row with the focus goes away, its
 * neighbour gets it. It never activates a cell.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

/** Where the cells of a host stand. A cell has `tabindex="-1"` before the grid knows it. */
export interface CellLayout {
  rows(): readonly Element[];
  cells(row: Element | undefined): readonly HTMLElement[];
  /** The row of what is a cell; undefined for anything else. */
  rowOf(node: EventTarget): Element | undefined;
}

/** Cells are marked `data-cell`, inside `role="row"`, in the host's own shadow. */
const markedCells = (host: ReactiveElement): CellLayout => ({
  rows: () => [...(host.shadowRoot?.querySelectorAll('[role=row]') ?? [])],
  cells: (row) => [...(row?.querySelectorAll<HTMLElement>('[data-cell]') ?? [])],
  rowOf: (node) =>
    node instanceof Element && node.matches('[data-cell]')
      ? (node.closest('[role=row]') ?? undefined)
      : undefined,
});

/** What needs left and right itself. */
const FIELDS = 'input:not([type=button],[type=checkbox],[type=submit]),textarea,[contenteditable]';

const isInField = (event: Event): boolean => {
  const [target] = event.composedPath();
  return target instanceof Element && target.matches(FIELDS);
};

const clamp = (at: number, length: number): number => Math.max(0, Math.min(at, length - 1));

export class RovingGrid implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #layout: CellLayout;
  #active: HTMLElement | undefined;
  /** Where the active cell was, for when it is gone. */
  #row = 0;
  #column = 0;
  #hadFocus = false;

  constructor(host: ReactiveElement, layout: CellLayout = markedCells(host)) {
    this.#host = host;
    this.#layout = layout;
    host.addController(this);
  }

  hostUpdate(): void {
    const active = this.#active;
    this.#hadFocus =
      active !== undefined &&
      (active.getRootNode() as Partial<DocumentOrShadowRoot>).activeElement === active;
    if (active && this.#hadFocus) this.#row = this.#rowAt(active);
  }

  hostUpdated(): void {
    if (this.#active && this.#isCell(this.#active)) {
      this.#active.setAttribute('tabindex', '0');
      return;
    }
    const cell = this.#cellAt(this.#hadFocus ? this.#row : 0, this.#hadFocus ? this.#column : 0);
    this.#activate(cell);
    if (this.#hadFocus) cell?.focus();
  }

  hostDisconnected(): void {
    this.#hadFocus = false;
  }

  readonly handleFocusin = (event: Event): void => {
    const cell = event.composedPath().find((node) => this.#layout.rowOf(node));
    if (cell) this.#activate(cell as HTMLElement);
  };

  readonly handleKeydown = (event: KeyboardEvent): void => {
    const active = this.#active;
    if (!active || event.altKey || event.metaKey || event.defaultPrevented || isInField(event)) return;
    const rows = this.#layout.rows();
    const row = this.#rowAt(active);
    const column = this.#layout.cells(rows[row]).indexOf(active);
    const next = this.#target(event, row, column, rows.length);
    if (!next) return;
    event.preventDefault();
    this.#cellAt(...next)?.focus();
  };

  #target(event: KeyboardEvent, row: number, column: number, rows: number): [number, number] | undefined {
    const forward = getComputedStyle(this.#host).direction === 'rtl' ? -1 : 1;
    switch (event.key) {
      case 'ArrowDown':
        return rows > 1 ? [row + 1, column] : undefined;
      case 'ArrowUp':
        return rows > 1 ? [row - 1, column] : undefined;
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
    const rows = this.#layout.rows();
    const cells = this.#layout.cells(rows[clamp(row, rows.length)]);
    return cells[clamp(column, cells.length)];
  }

  #rowAt(cell: HTMLElement): number {
    const row = this.#layout.rowOf(cell);
    return row ? this.#layout.rows().indexOf(row) : -1;
  }

  #isCell(cell: HTMLElement): boolean {
    return cell.isConnected && this.#layout.cells(this.#layout.rowOf(cell)).includes(cell);
  }

  #activate(cell: HTMLElement | undefined): void {
    if (cell === this.#active) return;
    if (this.#active && this.#layout.rowOf(this.#active)) this.#active.setAttribute('tabindex', '-1');
    cell?.setAttribute('tabindex', '0');
    this.#active = cell;
    this.#column = cell ? this.#layout.cells(this.#layout.rowOf(cell)).indexOf(cell) : 0;
  }
}
