//! How intelligible speech still is: STOI (Taal, Hendriks, Heusdens and Jensen, *An Algorithm for Intelligibility Prediction
//! of Time-Frequency Weighted Noisy Speech*, 2011), with its frames, bands and segments at 48 kHz instead of 10.
//!
//! Before it, what was heard is laid over what was said piece by piece, since jitter buffers stretch time: only what is left
//! then is a fault.

use deskbell_journeys::tone::SAMPLE_RATE;
use std::f64::consts::TAU;

/// 25.6 ms with half of it shared with the next, as in the paper.
const FRAME: usize = 1229;
const HOP: usize = FRAME / 2;
/// Points of the transform.
const POINTS: usize = 2048;
/// Third octaves from 150 Hz on.
const BANDS: usize = 15;
const LOWEST: f64 = 150.0;
/// Frames of one segment: 384 ms.
const SEGMENT: usize = 30;
/// Frames so much quieter than the loudest are silence, in dB.
const RANGE: f64 = 40.0;
/// The worst that a band can be, in dB.
const CLIP: f64 = -15.0;

/// Pieces that are laid over each other.
const PIECE: usize = SAMPLE_RATE as usize * 2 / 5;
/// Every so many samples are compared to find the place.
const COARSE: usize = 12;
/// How far time may be stretched from piece to piece: 60 ms.
const STRETCH: usize = 60 * SAMPLE_RATE as usize / 1000 / COARSE;

/// 1 where `heard` is as intelligible as `said`, which is repeated without end; near 0 where nothing is understood.
pub(crate) fn intelligibility(said: &[i16], heard: &[i16]) -> f64 {
    let over = laid_over(said, heard);
    let heard = &heard[..over.len()];
    let (clean, noisy) = (bands(&over), bands(heard));
    let loud = |frame: &[f64; BANDS]| 20.0 * (frame.iter().sum::<f64>() + 1e-9).log10();
    let loudest = clean.iter().map(loud).fold(f64::MIN, f64::max);
    let pairs = clean.iter().zip(&noisy).filter(|(frame, _)| loud(frame) > loudest - RANGE);
    let (clean, noisy): (Vec<_>, Vec<_>) = pairs.unzip();
    let mut sum = 0.0;
    let mut count = 0;
    for end in SEGMENT..=clean.len() {
        for band in 0..BANDS {
            let column = |frames: &[&[f64; BANDS]]| -> Vec<f64> {
                frames[end - SEGMENT..end].iter().map(|frame| frame[band]).collect()
            };
            sum += correlation(&column(&clean), &column(&noisy));
            count += 1;
        }
    }
    sum / f64::from(count.max(1))
}

/// Of one band in one segment, after the louder one is made as loud and the worst is clipped.
fn correlation(clean: &[f64], noisy: &[f64]) -> f64 {
    let norm = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>().sqrt();
    let scale = norm(clean) / (norm(noisy) + 1e-9);
    let limit = 1.0 + 10_f64.powf(-CLIP / 20.0);
    let clipped: Vec<f64> =
        clean.iter().zip(noisy).map(|(x, y)| (y * scale).min(x * limit)).collect();
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| value - mean).collect()
    };
    let (x, y) = (centred(clean), centred(&clipped));
    let product: f64 = x.iter().zip(&y).map(|(x, y)| x * y).sum();
    product / (norm(&x) * norm(&y) + 1e-9)
}

/// Amplitudes in the bands, frame by frame.
fn bands(samples: &[i16]) -> Vec<[f64; BANDS]> {
    let width = f64::from(SAMPLE_RATE) / POINTS as f64;
    let edge = |third: f64| (LOWEST * 2_f64.powf(third / 3.0) / width).round() as usize;
    let window: Vec<f64> =
        (0..FRAME).map(|at| 0.5 - 0.5 * (TAU * at as f64 / FRAME as f64).cos()).collect();
    let starts = (0..samples.len().saturating_sub(FRAME)).step_by(HOP);
    let frames = starts.map(|start| {
        let mut points = vec![(0.0, 0.0); POINTS];
        for ((point, sample), weight) in points.iter_mut().zip(&samples[start..]).zip(&window) {
            point.0 = f64::from(*sample) / 32_768.0 * weight;
        }
        transform(&mut points);
        std::array::from_fn(|band| {
            let (low, high) = (edge(band as f64 - 0.5), edge(band as f64 + 0.5));
            points[low..high].iter().map(|(re, im)| re * re + im * im).sum::<f64>().sqrt()
        })
    });
    frames.collect()
}

/// The Fourier transform, in place (Cooley and Tukey).
fn transform(points: &mut [(f64, f64)]) {
    let count = points.len();
    let bits = count.trailing_zeros();
    for at in 0..count {
        let other = at.reverse_bits() >> (usize::BITS - bits);
        if at < other {
            points.swap(at, other);
        }
    }
    let mut size = 2;
    while size <= count {
        for start in (0..count).step_by(size) {
            for at in 0..size / 2 {
                let (sin, cos) = (-TAU * at as f64 / size as f64).sin_cos();
                let (a, b) = (points[start + at], points[start + at + size / 2]);
                let turned = (b.0 * cos - b.1 * sin, b.0 * sin + b.1 * cos);
                points[start + at] = (a.0 + turned.0, a.1 + turned.1);
                points[start + at + size / 2] = (a.0 - turned.0, a.1 - turned.1);
            }
        }
        size *= 2;
    }
}

/// What was said when each piece was heard.
fn laid_over(said: &[i16], heard: &[i16]) -> Vec<i16> {
    let coarse = |samples: &[i16]| -> Vec<f64> {
        let means = samples.chunks_exact(COARSE);
        means.map(|part| part.iter().map(|one| f64::from(*one)).sum()).collect()
    };
    let (said_coarse, heard_coarse) = (coarse(said), coarse(heard));
    let size = PIECE / COARSE;
    let mut over = Vec::new();
    let mut last: Option<usize> = None;
    for piece in heard_coarse.chunks_exact(size) {
        let expected = last.map(|place| place + size);
        let places: Vec<usize> = match expected {
            None => (0..said_coarse.len()).collect(),
            Some(place) => (0..=2 * STRETCH)
                .map(|step| (place + said_coarse.len() + step - STRETCH) % said_coarse.len())
                .collect(),
        };
        let fit = |place: &usize| -> f64 {
            let reference = said_coarse.iter().cycle().skip(*place).take(size);
            let (mut product, mut energy) = (0.0, 1e-9);
            for (said, heard) in reference.zip(piece) {
                product += said * heard;
                energy += said * said;
            }
            product / f64::sqrt(energy)
        };
        let best = places.iter().copied().max_by(|a, b| fit(a).total_cmp(&fit(b)));
        // In a pause every place is as good.
        let is_silent = piece.iter().all(|sample| sample.abs() < 50.0 * COARSE as f64);
        let place = if is_silent { expected.or(best) } else { best };
        let place = place.unwrap_or_default() % said_coarse.len().max(1);
        over.extend(said.iter().cycle().skip(place * COARSE).take(PIECE));
        last = Some(place);
    }
    over
}
