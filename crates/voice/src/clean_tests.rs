//! Echo in simulated rooms, speech through it, and a quiet room: what is taken out, and what stays.

use super::*;
use crate::frame::loudness;
use std::f32::consts::TAU;

const RATE: usize = SAMPLE_RATE as usize;

/// Numbers from -1 to 1 that are the same each time.
struct Seeded(u32);

impl Seeded {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / (1 << 23) as f32 - 1.0
    }
}

/// Sound like speech: syllables of a changing pitch with overtones and breath, and pauses between them.
fn speech(seconds: usize, pitch: f32, seed: u32) -> Vec<f32> {
    let mut random = Seeded(seed);
    let (mut sound, mut phase) = (Vec::new(), 0.0_f32);
    while sound.len() < seconds * RATE {
        let length = (RATE as f32 * (0.16 + 0.08 * random.next())) as usize;
        let tone = pitch * (1.0 + 0.2 * random.next());
        let formant = 700.0 + 500.0 * random.next();
        for at in 0..length {
            let envelope = (at as f32 / length as f32 * TAU / 2.0).sin().powi(2);
            phase = (phase + tone / RATE as f32).fract();
            let overtones = (1..30).map(|n| {
                let away = (n as f32 * tone - formant) / 600.0;
                (phase * n as f32 * TAU).sin() / (1.0 + away * away)
            });
            let breath = 0.1 * random.next();
            sound.push(envelope * (overtones.sum::<f32>() * 0.06 + breath * 0.5));
        }
        let pause = (RATE as f32 * (0.08 + 0.06 * random.next())) as usize;
        sound.extend(std::iter::repeat_n(0.0, pause));
    }
    sound.truncate(seconds * RATE);
    sound
}

/// How a room answers: the direct way after `delay`, then echoes that die away by 60 dB in `decay` (seconds both).
struct Room {
    delay: f32,
    decay: f32,
    /// Loudness of the echo over what was played, in dB.
    coupling: f32,
    /// Loudness of its own noise, in dB below full scale.
    noise: f32,
    seed: u32,
}

impl Room {
    /// What its microphone hears of `played`. Reflections are few and strong early, as in rooms of an office's size.
    fn hears(&self, played: &[f32]) -> Vec<f32> {
        let mut random = Seeded(self.seed);
        let mut paths = vec![(0, 1.0)];
        for _ in 0..150 {
            let after = (random.next() + 1.0) / 2.0 * self.decay;
            let gain = 10.0_f32.powf(-3.0 * after / self.decay) * random.next() * 0.5;
            paths.push(((after * RATE as f32) as usize, gain));
        }
        let power: f32 = paths.iter().map(|(_, gain)| gain * gain).sum();
        let scale = 10.0_f32.powf(self.coupling / 20.0) / power.sqrt();
        let delay = (self.delay * RATE as f32) as usize;
        let mut heard = vec![0.0; played.len()];
        for (after, gain) in paths {
            for (to, from) in heard.iter_mut().skip(delay + after).zip(played) {
                *to += from * gain * scale;
            }
        }
        let noise = 10.0_f32.powf(self.noise / 20.0) * 3.0_f32.sqrt();
        heard.iter_mut().for_each(|sample| *sample += random.next() * noise);
        heard
    }
}

fn frames(sound: &[f32]) -> Vec<Frame> {
    let sample = |sample: &f32| (sample * 32_767.0).clamp(-32_768.0, 32_767.0) as i16;
    let frame = |part: &[f32]| std::array::from_fn(|at| sample(&part[at]));
    sound.chunks_exact(FRAME_SAMPLES).map(frame).collect()
}

/// What is sent while `played` sounds in a room where the microphone hears `heard`.
fn cleaned(played: &[f32], heard: &[f32]) -> Vec<Frame> {
    let mut cleaner = Cleaner::new();
    let both = frames(played).into_iter().zip(frames(heard));
    both.map(|(played, heard)| {
        cleaner.played(&played);
        cleaner.clean(&heard)
    })
    .collect()
}

/// Loudness from one second to another.
fn loud(sound: &[Frame], seconds: std::ops::Range<usize>) -> f32 {
    loudness(sound[seconds.start * 50..seconds.end * 50].as_flattened())
}

const ROOMS: [Room; 4] = [
    // A headset whose ear leaks, a laptop, a conference speaker, a bare room with a slow device.
    Room { delay: 0.02, decay: 0.05, coupling: -25.0, noise: -80.0, seed: 1 },
    Room { delay: 0.05, decay: 0.2, coupling: -10.0, noise: -75.0, seed: 2 },
    Room { delay: 0.09, decay: 0.3, coupling: -6.0, noise: -75.0, seed: 3 },
    Room { delay: 0.18, decay: 0.4, coupling: -12.0, noise: -75.0, seed: 4 },
];

#[test]
fn the_echo_of_every_room_is_thirty_decibels_lower_at_least() {
    let far = speech(12, 120.0, 11);
    for room in &ROOMS {
        let heard = room.hears(&far);
        let sent = cleaned(&far, &heard);
        let loss = loud(&frames(&heard), 8..12) - loud(&sent, 8..12);
        assert!(loss >= 30.0, "room {}: {loss:.1} dB", room.seed);
    }
}

#[test]
fn who_speaks_while_the_other_side_does_is_heard() {
    let far = speech(10, 120.0, 11);
    let mut near = speech(10, 210.0, 12);
    // First the other side alone, so that the room is known.
    near[..5 * RATE].fill(0.0);
    for room in &ROOMS[..2] {
        let mut heard = room.hears(&far);
        heard.iter_mut().zip(&near).for_each(|(to, own)| *to += own * 0.5);
        let sent = cleaned(&far, &heard);
        let own: Vec<f32> = near.iter().map(|sample| sample * 0.5).collect();
        let change = loud(&sent, 6..10) - loud(&frames(&own), 6..10);
        assert!(change > -6.0, "room {}: {change:.1} dB", room.seed);
    }
}

#[test]
fn alone_one_is_heard_as_loud_as_before_or_louder_and_the_noise_is_lower() {
    let near: Vec<f32> = speech(8, 210.0, 12).iter().map(|sample| sample * 0.2).collect();
    let mut random = Seeded(5);
    let quiet = vec![0.0; near.len()];
    let noise: Vec<f32> = quiet.iter().map(|_| random.next() * 0.004).collect();
    let heard: Vec<f32> = near.iter().zip(&noise).map(|(own, noise)| own + noise).collect();
    let change = loud(&cleaned(&quiet, &heard), 4..8) - loud(&frames(&heard), 4..8);
    assert!((-3.0..25.0).contains(&change), "{change:.1} dB");
    let change = loud(&cleaned(&quiet, &noise), 4..8) - loud(&frames(&noise), 4..8);
    assert!(change < -6.0, "{change:.1} dB");
}
