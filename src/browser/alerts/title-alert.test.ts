import { expect } from '@open-wc/testing';
import { FakeClock } from '../../testing/fake-clock.js';
import { TURN_MS, TitleAlert } from './title-alert.js';

const WORDS = '☎ naomi is calling you';

describe('the page’s title', () => {
  const before = document.title;
  let clock: FakeClock;
  let alert: TitleAlert;

  beforeEach(() => {
    document.title = 'My page';
    clock = new FakeClock();
    alert = new TitleAlert(clock);
  });

  afterEach(() => {
    alert.show(null);
    expect(clock.pending).to.equal(0);
    document.title = before;
  });

  /** The titles of the next turns. */
  const turns = (count: number): readonly string[] =>
    Array.from({ length: count }, () => {
      const { title } = document;
      clock.advance(TURN_MS);
      return title;
    });

  it('says who calls, in turn with its own', () => {
    alert.show(WORDS, true);
    expect(turns(4)).to.deep.equal([WORDS, 'My page', WORDS, 'My page']);
  });

  it('stands still where it is told to, without a timer', () => {
    alert.show(WORDS);
    expect(clock.pending).to.equal(0);
    expect(turns(2)).to.deep.equal([WORDS, WORDS]);
  });

  it('is as it was afterwards, to the last blank, in either turn', () => {
    const element = document.head.querySelector('title');
    if (element) element.text = ' My  page\n';
    for (const wait of [0, TURN_MS]) {
      alert.show(WORDS, true);
      clock.advance(wait);
      alert.show(null);
      expect(element?.text).to.equal(' My  page\n');
    }
  });

  it('is as the page made it meanwhile, in either turn', () => {
    alert.show(WORDS, true);
    document.title = 'One letter';
    expect(turns(3)).to.deep.equal(['One letter', 'One letter', WORDS]);
    document.title = 'Two letters';
    clock.advance(TURN_MS);
    expect(document.title).to.equal(WORDS);
    alert.show(null);
    expect(document.title).to.equal('Two letters');
  });

  it('is left alone by one who has nothing to say any more', () => {
    alert.show(WORDS);
    document.title = 'Another page';
    alert.show(null);
    expect(document.title).to.equal('Another page');
  });

  it('changes from one word to another without forgetting its own', () => {
    alert.show(WORDS, true);
    alert.show('☎ Missed call from naomi');
    expect(document.title).to.equal('☎ Missed call from naomi');
    alert.show(null);
    expect(document.title).to.equal('My page');
  });

  it('comes back when two say something at once, whoever is done first', () => {
    for (const isFirstDoneFirst of [true, false]) {
      const other = new TitleAlert(clock);
      alert.show(WORDS, true);
      other.show('☎ oleg is calling you', true);
      clock.advance(2 * TURN_MS);
      (isFirstDoneFirst ? alert : other).show(null);
      clock.advance(TURN_MS / 2);
      (isFirstDoneFirst ? other : alert).show(null);
      expect(document.title).to.equal('My page');
    }
  });

  it('is none again where the page had none', () => {
    document.head.querySelector('title')?.remove();
    alert.show(WORDS);
    expect(document.title).to.equal(WORDS);
    alert.show(null);
    expect(document.head.querySelector('title') === null).to.equal(true);
  });
});
