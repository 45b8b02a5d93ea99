import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { LitElement, css } from 'lit';
import { BottomKeeper } from './bottom-keeper.js';

class XScrolled extends LitElement {
  static override styles = css`
    .area {
      block-size: 100px;
      overflow: auto;
    }
    .high {
      block-size: 500px;
    }
  `;

  readonly keeper = new BottomKeeper(this, () => this.renderRoot.querySelector<HTMLElement>('.area'));

  get area(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.area') as HTMLElement;
  }

  get isDown(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.area;
    return scrollTop + clientHeight >= scrollHeight - 1;
  }

  grow(): void {
    const more = document.createElement('div');
    more.className = 'high';
    this.area.firstElementChild?.append(more);
  }

  protected override render(): unknown {
    return html`<div class="area" @scroll=${this.keeper.handleScroll}>
      <div><div class="high"></div></div>
    </div>`;
  }
}
customElements.define('x-scrolled', XScrolled);

describe('an area that is kept at its end', () => {
  const enter = (): Promise<XScrolled> => fixture(html`<x-scrolled></x-scrolled>`);

  it('goes there with what comes, whoever put it there', async () => {
    const element = await enter();
    expect(element.isDown).to.equal(true);
    // What the first sight of it brings is over.
    for (let frame = 0; frame < 3; frame += 1) await nextFrame();
    element.grow();
    while (!element.isDown) await nextFrame();
  });

  it('is not taken for left when its end moves away before that is noticed', async () => {
    const element = await enter();
    element.grow();
    element.keeper.handleScroll();
    expect(element.keeper.isAtEnd).to.equal(true);
  });

  it('stays where a person has scrolled to, until they are back', async () => {
    const element = await enter();
    element.area.scrollTop = 100;
    element.keeper.handleScroll();
    expect(element.keeper.isAtEnd).to.equal(false);
    element.grow();
    await nextFrame();
    await nextFrame();
    expect(element.area.scrollTop).to.equal(100);
    element.area.scrollTop = 5_000;
    element.keeper.handleScroll();
    expect(element.keeper.isAtEnd).to.equal(true);
  });

  it('is left alone by an element that is gone', async () => {
    const element = await enter();
    const { area } = element;
    element.remove();
    area.scrollTop = 0;
    element.grow();
    await nextFrame();
    await nextFrame();
    expect(area.scrollTop).to.equal(0);
  });
});
