/** Somebody in front of a camera, drawn: a stream with a picture that looks like one, the same at each run. */
const LOOKS = {
  them: { wall: ['#e8b877', '#3a3340'], skin: '#cf9a72', hair: '#2b1d18', shirt: '#27465f' },
  me: { wall: ['#8fb4cb', '#4a6a84'], skin: '#e3b48e', hair: '#4a2f22', shirt: '#6b2f4a' },
} as const;

type Look = (typeof LOOKS)[keyof typeof LOOKS];

function oval(
  context: CanvasRenderingContext2D,
  color: string,
  x: number,
  y: number,
  w: number,
  h: number,
): void {
  context.fillStyle = color;
  context.beginPath();
  context.ellipse(x, y, w, h, 0, 0, 2 * Math.PI);
  context.fill();
}

function draw(context: CanvasRenderingContext2D, { wall, skin, hair, shirt }: Look): void {
  const light = context.createRadialGradient(420, 90, 20, 320, 240, 480);
  light.addColorStop(0, wall[0]);
  light.addColorStop(1, wall[1]);
  context.fillStyle = light;
  context.fillRect(0, 0, 640, 480);
  oval(context, shirt, 320, 520, 190, 170);
  context.fillStyle = skin;
  context.fillRect(280, 310, 80, 80);
  oval(context, hair, 320, 190, 112, 118);
  oval(context, skin, 320, 230, 92, 116);
}

export function picture(who: keyof typeof LOOKS): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d');
  const stream = canvas.captureStream();
  // A frame is captured when something is drawn after the stream was made, and again for those who come later.
  const film = (): void => {
    if (context) draw(context, LOOKS[who]);
    requestAnimationFrame(film);
  };
  film();
  return stream;
}
