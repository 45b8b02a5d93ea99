/**
 * What stands in a button: an icon and words, each of which a page may replace. Without words of the page's the label is
 * its name and its tooltip; where they can be seen a tooltip would be read after them as well.
 */
import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';

export const buttonFace = (host: ReactiveElement, picture: TemplateResult, label: string): TemplateResult =>
  html`<slot name="icon">${picture}</slot>
    <slot
      @slotchange=${() => {
        host.requestUpdate();
      }}
      ><span class="hidden">${label}</span></slot
    >`;

const isWords = (node: ChildNode): boolean =>
  !(node instanceof Comment) && !(node as Partial<Element>).slot && node.textContent?.trim() !== '';

export const tooltip = (host: ReactiveElement, label: string): string | typeof nothing =>
  [...host.childNodes].some(isWords) ? nothing : label;
