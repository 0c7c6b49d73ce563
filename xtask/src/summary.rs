//! Runs named steps in order, skips what cannot work any more, and closes with a table and the totals.

use crate::context::Context;
use crate::counts::Counts;
use anyhow::Result;
use std::time::{Duration, Instant};

/// One named step.
pub(crate) struct Step {
    /// Its name: stable, the same everywhere.
    pub(crate) name: &'static str,
    /// What it does, in a few words.
    pub(crate) says: &'static str,
    /// Steps without which it makes no sense.
    pub(crate) needs: &'static [&'static str],
    /// Only where a Linux desktop can be had.
    pub(crate) linux_only: bool,
    /// Does it. The counts are those of the tests it ran; a step without tests gives none.
    pub(crate) run: fn(&mut Context) -> Result<Counts>,
}

enum Ending {
    Passed,
    Failed,
    Skipped(&'static str),
}

struct Line {
    name: &'static str,
    ending: Ending,
    counts: Counts,
    took: Duration,
}

/// Runs `steps` and prints how it went; true if everything passed.
pub(crate) fn run(context: &mut Context, steps: &[&Step]) -> bool {
    let mut lines: Vec<Line> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        println!("[{}/{}] {} – {}", number + 1, steps.len(), step.name, step.says);
        let broken = step.needs.iter().find(|need| {
            lines.iter().any(|line| line.name == **need && !matches!(line.ending, Ending::Passed))
        });
        let start = Instant::now();
        let (ending, counts) = match broken {
            Some(need) => (Ending::Skipped(need), Counts { passed: 0, failed: 1 }),
            None => judge((step.run)(context)),
        };
        let line = Line { name: step.name, ending, counts, took: start.elapsed() };
        println!("      {}", describe(&line));
        lines.push(line);
    }
    close(&lines)
}

/// A step without tests of its own counts as one test; one that broke without a failed test counts as one failed.
fn judge(result: Result<Counts>) -> (Ending, Counts) {
    match result {
        Ok(counts) if counts.failed > 0 => (Ending::Failed, counts),
        Ok(counts) => (Ending::Passed, Counts { passed: counts.passed.max(1), failed: 0 }),
        Err(error) => {
            println!("{error:#}");
            (Ending::Failed, Counts { passed: 0, failed: 1 })
        }
    }
}

fn close(lines: &[Line]) -> bool {
    let mut total = Counts::default();
    let mut time = Duration::ZERO;
    println!("\nSummary");
    for line in lines {
        println!("  {:<14} {}", line.name, describe(line));
        total += line.counts;
        time += line.took;
    }
    println!("  all of it took {}", minutes(time));
    println!("\n{} passed, {} failed", total.passed, total.failed);
    total.failed == 0
}

fn describe(line: &Line) -> String {
    let Counts { passed, failed } = line.counts;
    match line.ending {
        Ending::Passed => format!("ok      {passed:>5} passed  {}", minutes(line.took)),
        Ending::Failed => {
            format!("FAILED  {passed:>5} passed, {failed} failed  {}", minutes(line.took))
        }
        Ending::Skipped(need) => format!("skipped (needs {need})"),
    }
}

fn minutes(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        return format!("{seconds:.1} s");
    }
    format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::{Ending, judge};
    use crate::counts::Counts;

    #[test]
    fn a_check_without_tests_counts_as_one() {
        let (ending, counts) = judge(Ok(Counts::default()));
        assert!(matches!(ending, Ending::Passed));
        assert_eq!(counts, Counts { passed: 1, failed: 0 });
    }

    #[test]
    fn a_failed_test_fails_the_step() {
        let (ending, counts) = judge(Ok(Counts { passed: 4, failed: 1 }));
        assert!(matches!(ending, Ending::Failed));
        assert_eq!(counts, Counts { passed: 4, failed: 1 });
    }

    #[test]
    fn a_broken_step_counts_as_failed() {
        let (_, counts) = judge(Err(anyhow::anyhow!("broken")));
        assert_eq!(counts, Counts { passed: 0, failed: 1 });
    }
}
