/** This package, without elements: what they do is to call the same controller. */
import { createController } from '/dist/src/browser/create-controller.js';

const until = (controller, fits) =>
  new Promise((resolve) => {
    const check = () => fits(controller.snapshot) && (stop(), resolve());
    const stop = controller.subscribe(check);
    check();
  });

/** `answers`: at once, as the others do; else when told to. */
export async function enter({ name, url, answers = true, preconnect = false, prepares = false }) {
  const { controller } = createController({ server: url, preconnect, noRejoin: true });
  controller.subscribe(({ call }, before) => {
    if (answers && call.phase === 'incoming' && before.call.phase !== 'incoming') controller.accept();
  });
  controller.signIn(name);
  await until(controller, ({ link }) => link.status === 'online');
  return {
    sees: (other) => until(controller, ({ users }) => users.some((user) => user.name === other)),
    prepare: () => prepares && controller.prepareCall(),
    call: (other) => controller.call(other),
    rings: () => until(controller, ({ call }) => call.phase === 'incoming'),
    answer: () => controller.accept(),
    hangUp: () => controller.hangUp(),
    ended: () => until(controller, ({ call }) => call.phase === 'ended' || call.phase === 'idle'),
  };
}
