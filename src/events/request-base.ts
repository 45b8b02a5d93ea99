/**
 * What every request has in common: it goes up from an element (or any page script) to the provider, crosses shadow
 * roots, and anybody on its way up to `window` can veto it with `preventDefault()`. It does nothing by itself.
 */
export abstract class CallRequest extends Event {
  /** The context of the provider it is for; unset: the nearest one above the element it was dispatched on. */
  provider: object | undefined;

  constructor(type: string) {
    super(type, { bubbles: true, composed: true, cancelable: true });
  }
}
