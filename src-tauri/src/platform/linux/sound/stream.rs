//! One stream to or from the sound server: frames on our side, bytes of any length on the server's.

use super::{FRAME_SAMPLES, Origin, SoundUser};
use pulseaudio::protocol::{
    PlaybackStreamParams, Prop, Props, RecordStreamParams, SampleFormat, SampleSpec,
    stream::{BufferAttr, StreamFlags},
};
use pulseaudio::{AsPlaybackSource, Client, ClientError, PlaybackStream, RecordStream};
use std::ffi::CString;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Bytes of one frame.
const FRAME_BYTES: usize = 2 * FRAME_SAMPLES;
/// What the server keeps of what we play: enough for a busy machine, little enough to talk.
const PLAYED_AHEAD: u32 = 3 * FRAME_BYTES as u32;
/// A stream that asks for nothing, or gives nothing, for so long has lost its device.
const STUCK: Duration = Duration::from_secs(2);

/// When something last went through a stream.
#[derive(Clone)]
struct Pulse(Arc<(Instant, AtomicU64)>);

impl Pulse {
    fn new() -> Self {
        Self(Arc::new((Instant::now(), AtomicU64::new(0))))
    }

    fn beat(&self) {
        let (since, last) = &*self.0;
        last.store(since.elapsed().as_millis() as u64, Ordering::Relaxed);
    }

    fn is_stuck(&self) -> bool {
        let (since, last) = &*self.0;
        let last = Duration::from_millis(last.load(Ordering::Relaxed));
        since.elapsed().saturating_sub(last) > STUCK
    }
}

/// A device in use, until it is dropped.
pub(super) struct InUse<Stream> {
    device: String,
    pulse: Pulse,
    _stream: Stream,
}

/// A microphone in use.
pub(super) type Recording = InUse<RecordStream>;

/// A speaker in use.
pub(super) type Playing = InUse<PlaybackStream>;

impl<Stream> InUse<Stream> {
    pub(super) fn device(&self) -> &str {
        &self.device
    }

    pub(super) fn is_stuck(&self) -> bool {
        self.pulse.is_stuck()
    }
}

impl Recording {
    pub(super) async fn open(
        client: &Client,
        device: &str,
        user: Arc<dyn SoundUser>,
    ) -> Result<Self, ClientError> {
        let pulse = Pulse::new();
        let beating = pulse.clone();
        // So servers name what is played at a speaker.
        let is_monitor = device.ends_with(".monitor");
        let origin = if is_monitor { Origin::Program } else { Origin::Room };
        let mut frames = Frames::default();
        let sink = move |bytes: &[u8]| {
            beating.beat();
            frames.add(bytes, |frame| user.captured(frame, origin));
        };
        let params = RecordStreamParams {
            sample_spec: spec(),
            source_name: CString::new(device).ok(),
            buffer_attr: BufferAttr { fragment_size: FRAME_BYTES as u32, ..BufferAttr::default() },
            flags: flags(),
            props: props(),
            ..RecordStreamParams::default()
        };
        let stream = client.create_record_stream(params, sink).await?;
        Ok(Self { device: device.to_owned(), pulse, _stream: stream })
    }
}

impl Playing {
    pub(super) async fn open(
        client: &Client,
        device: &str,
        user: Arc<dyn SoundUser>,
    ) -> Result<Self, ClientError> {
        let pulse = Pulse::new();
        let beating = pulse.clone();
        let mut left = Vec::new();
        let source = move |buffer: &mut [u8]| {
            beating.beat();
            fill(buffer, &mut left, || user.wanted());
            buffer.len()
        };
        let params = PlaybackStreamParams {
            sample_spec: spec(),
            sink_name: CString::new(device).ok(),
            buffer_attr: BufferAttr {
                target_length: PLAYED_AHEAD,
                pre_buffering: FRAME_BYTES as u32,
                minimum_request_length: FRAME_BYTES as u32,
                ..BufferAttr::default()
            },
            flags: flags(),
            props: props(),
            ..PlaybackStreamParams::default()
        };
        let stream = client.create_playback_stream(params, source.as_playback_source()).await?;
        Ok(Self { device: device.to_owned(), pulse, _stream: stream })
    }
}

const fn spec() -> SampleSpec {
    SampleSpec { format: SampleFormat::S16Le, channels: 1, sample_rate: 48_000 }
}

/// The device is asked to be as quick as the stream, and the stream goes where it was opened: where it goes next is ours.
fn flags() -> StreamFlags {
    StreamFlags { adjust_latency: true, ..StreamFlags::default() }
}

/// By its role the server lowers music, and headsets by Bluetooth change to their profile for calls.
fn props() -> Props {
    let mut props = Props::new();
    let said = [
        (Prop::MediaRole, c"phone"),
        (Prop::MediaName, c"Call"),
        (Prop::ApplicationName, c"Deskbell"),
        (Prop::ApplicationIconName, c"org.deskbell.Deskbell"),
    ];
    for (name, value) in said {
        props.set(name, value);
    }
    props
}

/// Bytes put together to frames.
#[derive(Default)]
struct Frames {
    left: Vec<u8>,
}

impl Frames {
    fn add(&mut self, bytes: &[u8], mut take: impl FnMut(&[i16; FRAME_SAMPLES])) {
        self.left.extend_from_slice(bytes);
        let whole = self.left.len() - self.left.len() % FRAME_BYTES;
        for bytes in self.left.drain(..whole).as_slice().chunks_exact(FRAME_BYTES) {
            let mut frame = [0; FRAME_SAMPLES];
            for (sample, pair) in frame.iter_mut().zip(bytes.chunks_exact(2)) {
                *sample = i16::from_le_bytes([pair[0], pair[1]]);
            }
            take(&frame);
        }
    }
}

/// Fills `buffer` with the bytes of frames; what is over of the last one waits in `left`.
fn fill(buffer: &mut [u8], left: &mut Vec<u8>, mut next: impl FnMut() -> [i16; FRAME_SAMPLES]) {
    while left.len() < buffer.len() {
        left.extend(next().iter().flat_map(|sample| sample.to_le_bytes()));
    }
    let given = left.drain(..buffer.len());
    buffer.iter_mut().zip(given).for_each(|(to, from)| *to = from);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_any_length_become_frames_and_frames_bytes_without_a_gap() {
        let mut next = 0_i16;
        let mut left = Vec::new();
        let mut frames = Frames::default();
        let mut heard = Vec::new();
        for length in [1, 1919, 1920, 5000, 2, 7, 4000, 3000] {
            let mut buffer = vec![0; length];
            fill(&mut buffer, &mut left, || {
                std::array::from_fn(|_| {
                    next = next.wrapping_add(1);
                    next
                })
            });
            frames.add(&buffer, |frame| heard.extend_from_slice(frame));
        }
        assert_eq!(heard.len(), 8 * FRAME_SAMPLES);
        assert!(heard.iter().zip(1..).all(|(sample, number)| *sample == number));
    }

    #[test]
    fn a_stream_through_which_nothing_goes_is_stuck() {
        let pulse = Pulse::new();
        assert!(!pulse.is_stuck());
        let long_ago = Instant::now().checked_sub(2 * STUCK).unwrap();
        let pulse = Pulse(Arc::new((long_ago, AtomicU64::new(0))));
        assert!(pulse.is_stuck());
        pulse.beat();
        assert!(!pulse.is_stuck());
    }
}
