/**
 * Shows one scene in the whole application, on a controller that does nothing: `?scene=in-call&view=chat`. The window's
 * `ready` resolves when everything that the scene shows is there. For `npm run screens` and for looking at by hand.
 */
import '../../src/define.js';
import type { LitElement } from 'lit';
import { CallApp } from '../../src/components/call-app/call-app.js';
import type { CallController } from '../../src/core/controller.js';
import { FakeController } from '../../src/testing/fake-controller.js';
import { equip, showElements } from './show-elements.js';
import { SCENES } from './scenes.js';

const asked = new URLSearchParams(location.search);
const scene = SCENES[asked.get('scene') ?? 'people']?.() ?? { snapshot: {} };

class ScreenApp extends CallApp {
  readonly fake = new FakeController();

  protected override createController(): CallController {
    return this.fake;
  }

  show(): void {
    this.fake.set(scene.snapshot);
  }
}
customElements.define('screen-app', ScreenApp);

if (scene.isSoundBlocked) {
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (this.muted) return play.call(this);
    return Promise.reject(new DOMException('No gesture yet.', 'NotAllowedError'));
  };
}

const page = document.documentElement;
page.lang = asked.get('lang') ?? 'en';
page.dir = page.lang === 'ar' ? 'rtl' : 'ltr';
page.style.fontSize = `${asked.get('text') ?? '100'}%`;
page.classList.toggle('dark', asked.get('scheme') === 'dark');

async function show(): Promise<void> {
  if (scene.elements) {
    await showElements(scene.elements, scene.snapshot);
    return;
  }
  const app = new ScreenApp();
  document.body.append(app);
  await app.updateComplete;
  app.show();
  await app.updateComplete;
  const tabs = app.renderRoot.querySelectorAll<HTMLElement>('nav.bottom button');
  const wanted = ['people', 'call', 'chat'].indexOf(asked.get('view') ?? scene.view ?? '');
  tabs[wanted]?.click();
  await app.updateComplete;
  if (!scene.opens) return;
  equip();
  const opener = app.renderRoot.querySelector<LitElement>(scene.opens);
  opener?.renderRoot.querySelector<HTMLElement>('button')?.click();
  for (let left = 40; left > 0; left -= 1) await new Promise(requestAnimationFrame);
}

declare global {
  interface Window {
    ready: Promise<void>;
  }
}
window.ready = show();
