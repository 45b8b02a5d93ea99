import { expect, nextFrame } from '@open-wc/testing';
import { IconAlert } from './icon-alert.js';

describe('the page’s icon', () => {
  const links: HTMLLinkElement[] = [];
  const alert = new IconAlert();

  const addLink = (rel: string, href: string): HTMLLinkElement => {
    const link = document.createElement('link');
    link.rel = rel;
    link.setAttribute('href', href);
    document.head.append(link);
    links.push(link);
    return link;
  };

  const isDrawn = (link: HTMLLinkElement): boolean => link.href.startsWith('data:image/svg+xml,');
  const untilDrawn = async (link: HTMLLinkElement, drawn = true): Promise<void> => {
    while (isDrawn(link) !== drawn) await nextFrame();
  };

  afterEach(() => {
    alert.show(null);
    for (const link of links.splice(0)) link.remove();
  });

  it('is a telephone while it rings, and what it was afterwards', async () => {
    const [icon, old] = [addLink('icon', 'data:,a'), addLink('shortcut ICON', 'data:,b?x=1')];
    const sheet = addLink('icon-of-another-kind', 'c.css');
    alert.show('ring');
    await untilDrawn(icon);
    expect([isDrawn(old), isDrawn(sheet)]).to.deep.equal([true, false]);
    alert.show(null);
    expect([icon, old].map((link) => link.getAttribute('href'))).to.deep.equal(['data:,a', 'data:,b?x=1']);
  });

  it('is another one for a missed call', async () => {
    const icon = addLink('icon', 'data:,a');
    alert.show('ring');
    await untilDrawn(icon);
    const ringing = icon.href;
    alert.show('missed');
    await untilDrawn(icon);
    expect(icon.href).not.to.equal(ringing);
  });

  it('is left as the page made it meanwhile', async () => {
    const icon = addLink('icon', 'data:,a');
    alert.show('ring');
    await untilDrawn(icon);
    icon.setAttribute('href', 'data:,b');
    alert.show(null);
    expect(icon.getAttribute('href')).to.equal('data:,b');
  });

  it('comes back when two show one at once, whoever is done first', async () => {
    for (const isFirstDoneFirst of [true, false]) {
      const other = new IconAlert();
      const icon = addLink('icon', 'data:,a');
      alert.show('ring');
      await untilDrawn(icon);
      const { href } = icon;
      other.show('missed');
      while (icon.href === href) await nextFrame();
      (isFirstDoneFirst ? alert : other).show(null);
      (isFirstDoneFirst ? other : alert).show(null);
      expect(icon.getAttribute('href')).to.equal('data:,a');
    }
  });

  it('does not come too late', async () => {
    const icon = addLink('icon', 'data:,a');
    alert.show('ring');
    alert.show(null);
    await nextFrame();
    expect(isDrawn(icon)).to.equal(false);
  });

  it('is not made where the page has none', () => {
    alert.show('ring');
    expect(document.head.querySelectorAll('link[rel~="icon"]').length).to.equal(0);
  });
});
