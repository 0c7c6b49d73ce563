// The echo call: dialling 0 places a real peer connection, as the real widget does, to a second one in this page that sends
// back what it hears. Mute and hold do to it what the real widget does to its own: a disabled track, an edited description.

export const ECHO_NUMBER = '0';

/** Returns `follow()`: brings the sound in line with the platform's calls. `refused()` is told when there is no microphone. */
export function createEcho(platform, refused) {
  const lines = new Map(); // by call
  const canSpeak = typeof RTCPeerConnection === 'function' && typeof navigator.mediaDevices?.getUserMedia === 'function';

  return function follow() {
    if (!canSpeak) return;
    for (const [call, line] of lines) {
      if (platform.calls.get(call.id) === call) continue;
      lines.delete(call);
      line.end();
    }
    for (const call of platform.here()) {
      if (call.to !== ECHO_NUMBER || call.stage === 'setup') continue;
      if (!lines.has(call)) lines.set(call, openLine(() => (refused(), platform.hangUp(call))));
      lines.get(call).adapt({ muted: call.muted, held: call.stage === 'held' });
    }
  };
}

function openLine(failed) {
  const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const speaker = document.createElement('audio');
  let wanted = { muted: false, held: false };
  let held = false;
  let microphone;
  near.ontrack = ({ streams }) => {
    speaker.srcObject = streams[0];
    speaker.play().catch(() => {}); // silence in the page: there is nothing to allow
  };
  far.ontrack = ({ track, streams }) => far.addTrack(track, streams[0]);
  let last = begin().catch(end);

  async function begin() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    [microphone] = stream.getAudioTracks();
    near.addTrack(microphone, stream);
    await agree((sdp) => sdp);
  }

  /** One round of offer and answer; `edit` is what the page does to its own offer. */
  async function agree(edit) {
    const { type, sdp } = await near.createOffer({});
    await near.setLocalDescription({ type, sdp: edit(sdp) });
    await complete(near);
    await far.setRemoteDescription(near.localDescription);
    await far.setLocalDescription(await far.createAnswer());
    await complete(far);
    await near.setRemoteDescription(far.localDescription);
  }

  async function catchUp() {
    microphone.enabled = !wanted.muted;
    if (held === wanted.held) return;
    held = wanted.held;
    await agree((sdp) => (held ? sdp.replace('a=sendrecv', 'a=sendonly') : sdp));
  }

  function end() {
    if (near.signalingState !== 'closed') failed();
    microphone?.stop();
    near.close();
    far.close();
    speaker.srcObject = null;
  }

  return {
    adapt(next) {
      if (next.muted === wanted.muted && next.held === wanted.held) return;
      wanted = next;
      last = last.then(catchUp).catch(end);
    },
    end() {
      near.close();
      end();
    },
  };
}

/** Every candidate is in the description. */
function complete(peer) {
  return new Promise((go) => {
    const look = () => peer.iceGatheringState === 'complete' && go();
    peer.addEventListener('icegatheringstatechange', look);
    look();
  });
}
