/** A line to a server that passes on whatever has a `target`. */
export async function openLine(name, url, hear) {
  const socket = new WebSocket(`${url}${name}`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  let before = Promise.resolve();
  socket.onmessage = ({ data }) => {
    before = before.then(() => hear(JSON.parse(data)));
  };
  return (target, message) => socket.send(JSON.stringify({ target, ...message }));
}

export const MEDIA = { audio: true, video: true };

export const stopTracks = (stream) => {
  for (const track of stream?.getTracks() ?? []) track.stop();
};
