//! The one list of steps: `test`, `ci` and `.ci/run` all walk it.

use crate::context::{Context, SELECTION};
use crate::counts::{self, Counts};
use crate::packages::Purpose;
use crate::summary::{self, Step};
use crate::{audit, bench, codegen, demo, node, packages, run, tidy, workflow};
use anyhow::{Result, bail, ensure};
use std::env;
use std::process::Command;

/// Everything, in order.
const STEPS: &[Step] = &[
    Step {
        name: "packages",
        says: "system packages are installed",
        needs: &[],
        linux_only: true,
        run: |context| {
            packages::ensure(context, Purpose::Session)?;
            // The tests of pages drive whichever there is.
            if let Some(chromium) = packages::chromium(context) {
                context.set("CHROMIUM", &chromium.to_string_lossy());
            }
            Ok(Counts::default())
        },
    },
    Step {
        name: "node",
        says: "Node is installed",
        needs: &["packages"],
        linux_only: false,
        run: |context| none(node::ensure(context)),
    },
    Step {
        name: "fmt",
        says: "the Rust code is formatted",
        needs: &[],
        linux_only: false,
        run: |context| {
            check(
                context,
                "fmt",
                context.cargo(["fmt", "--all", "--check", "--", "--color", "never"]),
            )
        },
    },
    Step {
        name: "tidy",
        says: "the architecture's rules hold",
        needs: &[],
        linux_only: false,
        run: |context| holds(tidy::run(context)),
    },
    Step {
        name: "codegen",
        says: "the TypeScript types are up to date",
        needs: &[],
        linux_only: false,
        run: |context| holds(codegen::check(context)),
    },
    Step {
        name: "audit",
        says: "dependencies: licences, sources and known faults, as far as that can be asked from here",
        needs: &["node"],
        linux_only: false,
        run: |context| none(audit::check(context)),
    },
    Step {
        name: "ui-install",
        says: "the UI's packages are installed",
        needs: &["node"],
        linux_only: false,
        run: |context| none(workflow::install_ui(context)),
    },
    Step {
        name: "ui-build",
        says: "the windows are built",
        needs: &["ui-install"],
        linux_only: false,
        run: |context| none(workflow::build_ui(context)),
    },
    Step {
        name: "ui-check",
        says: "the UI's types are right",
        needs: &["ui-install"],
        linux_only: false,
        run: |context| check(context, "ui-check", context.npm(["run", "--silent", "check"])),
    },
    Step {
        name: "ui-lint",
        says: "the UI keeps its rules",
        needs: &["ui-install"],
        linux_only: false,
        run: |context| check(context, "ui-lint", context.npm(["run", "--silent", "lint"])),
    },
    Step {
        name: "ui-test",
        says: "component tests",
        needs: &["ui-install"],
        linux_only: false,
        run: |context| tests(context, "ui-test", context.npm(["run", "--silent", "test"])),
    },
    Step {
        name: "clippy",
        says: "the Rust code keeps its rules",
        needs: &["ui-build"],
        linux_only: false,
        run: |context| {
            let all = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
            check(context, "clippy", context.cargo(all))?;
            // Marked as not run by plain `cargo test`, it is no target like the others.
            let e2e =
                ["clippy", "-p", "deskbell-journeys", "--test", "e2e", "--", "-D", "warnings"];
            check(context, "clippy", context.cargo(e2e))
        },
    },
    Step {
        name: "rust-test",
        says: "unit tests, fixtures, journeys, the shell on a mock runtime",
        needs: &["ui-build"],
        linux_only: false,
        run: |context| {
            let mut all = context.cargo(["test", "--no-fail-fast"]);
            all.args(SELECTION);
            tests(context, "rust-test", all)
        },
    },
    Step {
        name: "xtask-test",
        says: "tests of these very steps",
        needs: &[],
        linux_only: false,
        run: |context| tests(context, "xtask-test", context.cargo(["test", "-p", "xtask"])),
    },
    Step {
        name: "desk-test",
        says: "the simulated desk and the page-side bridge",
        needs: &["packages", "ui-install"],
        linux_only: true,
        run: |context| {
            let mut all = context.command("node");
            all.args(["--test", "--test-reporter=tap", "tests/desk/"]);
            tests(context, "desk-test", all)
        },
    },
    Step {
        name: "ui-pages",
        says: "whole windows in a browser, with accessibility rules",
        needs: &["packages", "ui-install"],
        linux_only: true,
        run: |context| {
            let mut pages = context.npm(["run", "--silent", "test:pages"]);
            pages.env("SHOTS", context.target.join("ui-shots"));
            tests(context, "ui-pages", pages)
        },
    },
    Step {
        name: "e2e-build",
        says: "the program, the tour and the end-to-end tests are built",
        needs: &["ui-build"],
        linux_only: true,
        run: |context| none(demo::build(context)),
    },
    Step {
        name: "e2e",
        says: "the program in a real desktop session",
        needs: &["packages", "e2e-build"],
        linux_only: true,
        run: |context| {
            let mut all = context.cargo(["test", "--test", "e2e"]);
            all.args(SELECTION).args(["--", "--test-threads=1"]);
            all.env("DESKBELL_E2E_APP", context.built("debug", "deskbell"));
            all.env("DESKBELL_E2E_ARTIFACTS", context.target.join("e2e"));
            tests(context, "e2e", all)
        },
    },
    Step {
        name: "bench",
        says: "every benchmark runs, for a moment",
        needs: &["packages", "ui-install", "e2e-build"],
        linux_only: true,
        run: |context| none(bench::check(context)),
    },
    Step {
        name: "demo",
        says: "the tour, every step observed",
        needs: &["packages", "e2e-build"],
        linux_only: true,
        run: |context| tests(context, "demo", demo::tour(context)),
    },
];

/// Runs every step whose name contains one of `words` (all without words), with what they need.
pub(crate) fn run(context: &mut Context, words: &[String]) -> Result<bool> {
    let names = choose(STEPS, words)?;
    let here = env::consts::OS;
    let steps: Vec<&Step> = STEPS
        .iter()
        .filter(|step| names.contains(&step.name) && (here == "linux" || !step.linux_only))
        .collect();
    Ok(summary::run(context, &steps))
}

/// Prints the list.
pub(crate) fn list() {
    for step in STEPS {
        let only = if step.linux_only { " (Linux)" } else { "" };
        println!("{:<12} {}{only}", step.name, step.says);
    }
}

fn choose(steps: &[Step], words: &[String]) -> Result<Vec<&'static str>> {
    let mut names: Vec<&'static str> = steps
        .iter()
        .map(|step| step.name)
        .filter(|name| words.is_empty() || words.iter().any(|word| name.contains(word.as_str())))
        .collect();
    if names.is_empty() {
        bail!("no step is called like {words:?}; `cargo xtask steps` lists them");
    }
    // A step stands after what it needs, so one walk from the end finds everything.
    for step in steps.iter().rev() {
        if names.contains(&step.name) {
            names.extend(step.needs);
        }
    }
    Ok(names)
}

/// A step that installs or builds: nothing to count.
fn none(result: Result<()>) -> Result<Counts> {
    result.map(|()| Counts::default())
}

/// A check that prints what does not hold.
fn holds(result: Result<bool>) -> Result<Counts> {
    ensure!(result?, "      see above");
    Ok(Counts::default())
}

fn check(context: &Context, name: &str, command: Command) -> Result<Counts> {
    none(run::quiet(context, name, command))
}

/// Runs a test runner and reads its totals; a run without a single test is a failure.
fn tests(context: &Context, name: &str, command: Command) -> Result<Counts> {
    let words = run::describe(&command);
    let finished = run::watched(context, name, command)?;
    let counts = counts::read(&finished.output);
    if finished.success && counts.failed == 0 {
        ensure!(counts.passed > 0, "`{words}` ran no test:\n{}", run::tail(&finished));
        return Ok(counts);
    }
    println!("`{words}` failed:\n{}", run::tail(&finished));
    Ok(Counts { failed: counts.failed.max(1), ..counts })
}

#[cfg(test)]
mod tests {
    use super::{STEPS, choose};

    #[test]
    fn every_step_stands_after_what_it_needs() {
        for (place, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                let needed = STEPS.iter().position(|other| other.name == *need);
                assert!(needed.is_some_and(|needed| needed < place), "{} needs {need}", step.name);
            }
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }

    #[test]
    fn a_chosen_step_brings_what_it_needs() {
        let names = choose(STEPS, &["e2e".to_owned()]).expect("a step");
        for name in ["packages", "node", "ui-install", "ui-build", "e2e-build", "e2e"] {
            assert!(names.contains(&name), "{name} is missing in {names:?}");
        }
        assert!(!names.contains(&"clippy"));
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert!(choose(STEPS, &["nonsense".to_owned()]).is_err());
    }
}
