//! The other end: how the command line and a second start talk to the running app.

use super::wire::{Reply, Request, RequestKind};
use crate::platform::{self, SocketName};
use anyhow::{Context, bail};
use deskbell_core::Source;
use interprocess::local_socket::Stream;
use interprocess::local_socket::traits::Stream as _;
use serde_json::Value;
use std::io::{self, BufRead, BufReader, Write};
use std::time::Duration;

/// A connection to the running app.
pub struct Client {
    stream: BufReader<Stream>,
    last_id: u64,
}

impl Client {
    /// Connects to the app that serves `name`.
    ///
    /// # Errors
    /// If no app runs there.
    pub fn connect(name: &SocketName) -> io::Result<Self> {
        let stream = Stream::connect(name.as_name()?)?;
        Ok(Self { stream: BufReader::new(stream), last_id: 0 })
    }

    /// Waits at most `limit` for each line.
    pub fn limit(&self, limit: Option<Duration>) {
        platform::limit_reading(self.stream.get_ref(), limit);
    }

    /// Asks and waits for the reply.
    ///
    /// # Errors
    /// If the connection breaks. A refusal is a reply.
    pub fn request(&mut self, ask: &RequestKind) -> anyhow::Result<Reply> {
        self.request_from(ask, Source::CommandLine)
    }

    /// As [`Client::request`], naming through what the request came.
    ///
    /// # Errors
    /// As [`Client::request`].
    pub fn request_from(&mut self, ask: &RequestKind, from: Source) -> anyhow::Result<Reply> {
        self.last_id += 1;
        let request = Request { id: self.last_id, ask: ask.clone(), from };
        let line = format!("{}\n", request.line());
        self.stream.get_mut().write_all(line.as_bytes()).context("Deskbell has gone")?;
        loop {
            let line = self.next()?;
            let reply = serde_json::from_value::<Reply>(line);
            match reply {
                // Without an id it can only be about the connection as a whole.
                Ok(reply) if reply.id == Some(self.last_id) || reply.id.is_none() => {
                    return Ok(reply);
                }
                // Something that was being followed on this connection.
                Ok(_) | Err(_) => {}
            }
        }
    }

    /// The next line, whatever it is.
    ///
    /// # Errors
    /// If the connection ends.
    pub fn next(&mut self) -> anyhow::Result<Value> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).context("Deskbell does not answer")? == 0 {
            bail!("Deskbell has gone");
        }
        serde_json::from_str(&line)
            .context("Deskbell said something this version does not understand")
    }
}
