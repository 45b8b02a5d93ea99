/** What every button owes that has the face of button-face.ts. */
import { expect, nextFrame } from '@open-wc/testing';
import type { Mounted } from './element.contract.js';

/** `label` is what the button is called as `show` shows it. */
export function itSaysItsNameOnce(label: string, show: () => Promise<Mounted<HTMLElement>>): void {
  it('has a tooltip only where a page puts no visible words in', async () => {
    const { $, element } = await show();
    expect($('button').title).to.equal(label);
    element.append(label);
    while ($('button').title !== '') await nextFrame();
    element.textContent = ' ';
    while ($('button').title !== label) await nextFrame();
  });
}
