//! Traces by OpenTelemetry, exported to a collector in OTLP over HTTP.
//!
//! The other variables of the specification are understood as well: `OTEL_SERVICE_NAME`,
//! `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER`, `OTEL_BSP_…`
//! (<https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/>).

use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::global;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::registry::LookupSpan;

/// How long an export may take, the last one too.
const PATIENCE: Duration = Duration::from_secs(5);

/// Traces being collected. When it is dropped, the rest is exported.
pub struct Traces(Option<SdkTracerProvider>);

impl Drop for Traces {
    fn drop(&mut self) {
        // A collector that is not there any more is no reason to fail at the end.
        let _ = self.0.take().map(|provider| provider.shutdown_with_timeout(PATIENCE));
    }
}

/// Collects traces from now on, if there is a collector.
pub fn start<S>(collector: Option<&str>) -> Result<(Traces, Option<impl Layer<S>>), String>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    let Some(collector) = collector else { return Ok((Traces(None), None)) };
    let address = format!("{}/v1/traces", collector.trim_end_matches('/'));
    let exporter = SpanExporter::builder().with_http().with_http_client(Client::new());
    let exporter = exporter.with_endpoint(address).build();
    let exporter = exporter.map_err(|error| format!("traces cannot be exported: {error}"))?;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(Resource::builder().with_service_name(env!("CARGO_BIN_NAME")).build())
        .build();
    global::set_text_map_propagator(TraceContextPropagator::new());
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer(env!("CARGO_BIN_NAME")));
    // Libraries have spans of their own, the one that exports traces too.
    let ours = Targets::new().with_target("casebook", LevelFilter::DEBUG);
    Ok((Traces(Some(provider)), Some(layer.with_filter(ours))))
}

/// Exports from the thread that collects, which may block.
#[derive(Debug)]
struct Client(ureq::Agent);

impl Client {
    fn new() -> Self {
        let config = ureq::Agent::config_builder();
        Self(config.timeout_global(Some(PATIENCE)).http_status_as_error(false).build().into())
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let answer = self.0.run(Request::from_parts(head, body.to_vec()))?;
        let (head, mut body) = answer.into_parts();
        Ok(Response::from_parts(head, Bytes::from(body.read_to_vec()?)))
    }
}
