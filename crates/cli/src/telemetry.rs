//! The log of a server, for people and programs, and traces for a collector.

use std::io::stderr;

use clap::ValueEnum;
use tracing::Subscriber;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, fmt, registry};

/// How the log is written.
#[derive(Clone, Copy, ValueEnum)]
pub enum LogForm {
    /// One JSON object per line
    Json,
    /// One line of text per request
    Text,
}

/// Logging and tracing. When it is dropped, the last traces are exported.
pub struct Telemetry {
    _traces: traces::Traces,
}

/// Starts logging and tracing. Errors are always logged; requests only if a form is given. Fails if traces cannot be
/// exported to the collector.
pub fn start(form: Option<LogForm>, collector: Option<&str>) -> Result<Telemetry, String> {
    let (traces, layer) = traces::start(collector)?;
    let started = registry().with(log(form)).with(layer).try_init();
    started.map(|()| Telemetry { _traces: traces }).map_err(|error| error.to_string())
}

fn log<S>(form: Option<LogForm>) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    let level = if form.is_some() { LevelFilter::INFO } else { LevelFilter::ERROR };
    let lines = fmt::layer().with_writer(stderr).with_ansi(false).with_target(false);
    match form {
        Some(LogForm::Json) => lines.json().flatten_event(true).with_filter(level).boxed(),
        Some(LogForm::Text) | None => lines.with_filter(level).boxed(),
    }
}

#[cfg(feature = "opentelemetry")]
mod traces;

/// Without the feature `opentelemetry` nothing is collected.
#[cfg(not(feature = "opentelemetry"))]
mod traces {
    use tracing_subscriber::layer::Identity;

    pub struct Traces;

    #[expect(clippy::unnecessary_wraps, reason = "with the feature it may fail")]
    pub fn start(_: Option<&str>) -> Result<(Traces, Identity), String> {
        Ok((Traces, Identity::new()))
    }
}
