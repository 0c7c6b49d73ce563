//! What the listener hands on: a change, and whose it is.

use crate::AgentStatusChange;
use serde::{Deserialize, Serialize};

/// One accepted delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The account it was posted for, as its path names it.
    pub account: String,
    /// What it said.
    pub change: AgentStatusChange,
}

/// It could not be stored. SnapEngage is told so and delivers it again, for about two hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the delivery could not be stored")]
pub struct KeepFailed;

impl Delivery {
    /// The delivery on one line, for a file.
    #[must_use]
    pub fn to_line(&self) -> String {
        // There is nothing in it that JSON cannot say.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads such a line again; none if it is another.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Delivery;
    use crate::AgentStatusChange;

    #[test]
    fn a_delivery_is_one_line_and_comes_back() {
        let body = br#"{"agent_id":"a@b.example","status":"pause","sub_status":"one\ntwo\r"}"#;
        let delivery = Delivery {
            account: "main\n".to_owned(),
            change: AgentStatusChange::read(body).unwrap(),
        };
        let line = delivery.to_line();
        assert!(!line.contains(['\n', '\r']), "{line:?}");
        assert_eq!(Delivery::from_line(&line), Some(delivery));
        assert_eq!(Delivery::from_line("{}"), None);
    }
}
